using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Ticketing.Api.Staff;

/// <summary>
/// Knows the browsers in which staff have signed in before ("device cookies" of OWASP). What others fail at the account, in the same
/// network or from everywhere, makes nobody wait there: a device has failures of its own. It opens nothing without the password.
/// </summary>
sealed class StaffDevices(IDataProtectionProvider protection)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    readonly ITimeLimitedDataProtector devices = protection.CreateProtector("staff-device").ToTimeLimitedDataProtector();

    /// <summary>For the browser to show at its next sign-in; of URL-safe characters.</summary>
    public string Issue(Guid memberId) => devices.Protect($"{memberId:N}{Guid.NewGuid():N}", Lifetime);

    /// <summary>In the place of a network, or null if it is no device of the member's.</summary>
    public string? Find(string? shown, Guid? memberId)
    {
        if (string.IsNullOrEmpty(shown))
            return null;

        try
        {
            var (member, device) = devices.Unprotect(shown) is { Length: 64 } content ? (content[..32], content[32..]) : ("", "");
            return member == memberId?.ToString("N") ? $"device:{device}" : null;
        }
        catch (CryptographicException)
        {
            // Out of date, of another member's, or made up: as good as none.
            return null;
        }
    }
}
