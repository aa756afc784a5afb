using System.ComponentModel.DataAnnotations;

namespace Ticketing.Web.Pages.Shared;

/// <summary>What ends sessions.</summary>
sealed class RevocationForm
{
    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";

    /// <summary>Null for all others than this one.</summary>
    public Guid? Session { get; set; }
}

/// <summary>A page's list of them.</summary>
sealed record MemberSessions(IReadOnlyList<SessionResponse> All, RevocationForm Form);
