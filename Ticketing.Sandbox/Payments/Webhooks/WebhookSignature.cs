using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Sandbox.Payments.Webhooks;

/// <summary><c>t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA256(key, t + "." + body)&gt;</c>: the time is signed too, so that a receiver can refuse old ones.</summary>
static class WebhookSignature
{
    public const string Header = "Sandbox-Signature";

    public static string Sign(string key, DateTimeOffset at, byte[] body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed))}";
    }
}
