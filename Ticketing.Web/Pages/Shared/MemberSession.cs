using System.ComponentModel.DataAnnotations;

namespace Ticketing.Web.Pages.Shared;

/// <summary>A session of a member's, as a customer or as staff.</summary>
/// <param name="UserAgent">As the browser or program called itself.</param>
/// <param name="IsThis">Whether the page is made in it.</param>
sealed record MemberSession(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, string? UserAgent, string? Network, bool IsThis);

/// <summary>What ends sessions.</summary>
sealed class RevocationForm
{
    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";

    /// <summary>Null for all others than this one.</summary>
    public Guid? Session { get; set; }
}

/// <summary>A page's list of them.</summary>
sealed record MemberSessions(IReadOnlyList<MemberSession> All, RevocationForm Form);
