using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api.Accounts.ByMail;

/// <summary>The section <c>AccountMails</c>.</summary>
sealed class AccountMailOptions
{
    /// <summary>How many an address gets in an hour, whoever asks for them.</summary>
    [Range(1, 100)]
    public int PerHourAndAddress { get; init; } = 4;
}
