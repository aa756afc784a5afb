using System.Text;

namespace Ticketing.Tests.Support.Fuzzing;

/// <summary>What no client of ours sends.</summary>
static class OddValues
{
    static readonly string Long = new('a', 5_000);

    /// <summary>Parts of an address, as they are written in it.</summary>
    public static readonly IReadOnlyList<string> InAddresses =
    [
        "", "0", "-1", "1.5", "1e400", "NaN", "99999999999999999999", "9223372036854775807", "null", "true", "00000000-0000-0000-0000-000000000000",
        "%00", "a%00b", "%ED%A0%80", "%EF%BF%BE", "%E2%80%AE%D7%90", "%F0%9F%8E%AC", "%25", "%0D%0A", "%2F..%2F", "a%2Cb", "%27%20OR%201=1--", "{}", "%5B%5D",
        "2026-13-45", "0001-01-01", "9999-12-31", "2026-12-03T00:00:00%2B09:00", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", Long[..1_000],
    ];

    /// <summary>Values in a body, as JSON or something near it.</summary>
    public static readonly IReadOnlyList<string> InBodies =
    [
        "null", "true", "0", "-1", "1.5", "2147483648", "99999999999999999999", "-9223372036854775808", "1e400", "NaN", "\"NaN\"", "\"Infinity\"", "\"\"", "\" \"",
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ufffe\"", "\"a\\ufffe@customers.example\"", "\"\\u202eabc\\u05d0\"", "\"🎬\"", "\"\\u001b[31m\"", "\"\\r\\nBcc: x@customers.example\"",
        "\"me@customers.example\"", $"\"{Long}\"", $"\"{Long[..300]}@customers.example\"", "[]", "[null]", "[[]]", "[1,1]", "[-1,2147483647]", "[{}]", "{}", "{\"a\":1}",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"2999-12-31T23:59:59+09:00\"", "\"2026-02-30\"", "\"00000000-0000-0000-0000-000000000000\"",
        "\"on,off\"", "\"adult, child\"", Nested(30), Nested(200),
    ];

    /// <summary>Whole bodies.</summary>
    public static readonly IReadOnlyList<byte[]> Bodies =
    [
        [], [0], [0xEF, 0xBB, 0xBF, .. "{}"u8], [0xC3, 0x28], [.. "{\"a\":\""u8, 0xFF, 0xFE, .. "\"}"u8], [0x1F, 0x8B, 8, 0],
        .. from text in (string[])["null", "[]", "{}", "42", "\"text\"", "{", "}", "{]", "<a/>", "a=b", "{\"a\":1}{\"a\":1}", Nested(200), $"{{\"a\":\"{new string('a', 60_000)}\"}}"]
           select Encoding.UTF8.GetBytes(text),
    ];

    /// <summary>Null for none.</summary>
    public static readonly IReadOnlyList<string?> ContentTypes =
    [
        null, "application/json; charset=\"utf-8\"", "application/json;charset=UTF-8", "application/json; charset=utf-16", "application/json; charset=klingon", "application/json; charset=utf-7",
        "application/json; charset=", "application/json; charset=\"", "application/json; charset=\"utf-8", "application/json; charset=a; charset=b", "APPLICATION/JSON", "application/problem+json", "application/vnd.api+json",
        "text/json", "text/plain", "text/html; charset=iso-8859-1", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=", "*/*", "json", ";", "application/", "application/json, text/plain",
        "application/xml", "application/octet-stream", "application/json; charset=us-ascii",
    ];

    public static readonly IReadOnlyList<(string Name, string Value)> Headers =
    [
        ("Accept", "text/html"), ("Accept", "image/png;q=1"), ("Accept", "application/xml"), ("Accept", ";;;"), ("Accept", "*/*;q=nonsense"), ("Accept", ""),
        ("Accept-Language", "xx-YY;q=9"), ("Accept-Language", ",,;q="), ("Accept-Language", "x-" + new string('a', 300)), ("Accept-Language", "ko-KR-u-ca-buddhist"), ("Accept-Language", "i-klingon, *"),
        ("Accept-Encoding", "klingon, gzip;q=nonsense"), ("Accept-Charset", "utf-7"),
        ("Range", "bytes=0-"), ("Range", "bytes=9-1"), ("Range", "bytes=-99999999999999999999"), ("Range", "seats=1"),
        ("If-None-Match", "*"), ("If-None-Match", "\"x"), ("If-Match", "nonsense"), ("If-Modified-Since", "yesterday"), ("If-Range", "nonsense"), ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("Idempotency-Key", ""), ("Idempotency-Key", "a b"), ("Idempotency-Key", new string('k', 5_000)), ("Idempotency-Key", "%00"),
        ("Cookie", "="), ("Cookie", ";;;"), ("Cookie", "__Host-ticketing-customer=garbage; a=\"b"), ("Cookie", "ticketing-customer=AAAA.BBBB.CCCC"), ("Cookie", ".AspNetCore.Culture=c=xx|uic=yy"), ("Cookie", "language=%00"),
        ("Authorization", ""), ("Authorization", "Bearer"), ("Authorization", "Bearer "), ("Authorization", "Bearer AAAA"), ("Authorization", "Bearer a.b.c"), ("Authorization", "Bearer ~~~ ~~~"), ("Authorization", "Basic Og=="), ("Authorization", "Negotiate x"),
        ("X-Forwarded-For", "garbage"), ("X-Forwarded-For", ""), ("X-Forwarded-For", "1.2.3.4, , ::1, 999.1.1.1"), ("X-Forwarded-For", "[::1]:99999"), ("X-Forwarded-For", "fe80::1%eth0"), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Proto", "https,http,ftp"),
        ("Origin", "null"), ("Origin", "http://elsewhere.example"), ("Referer", "::not a url::"), ("User-Agent", "\t"), ("User-Agent", new string('u', 3_000)), ("Sec-Fetch-Site", "nonsense"),
        ("Content-Encoding", "gzip"), ("Content-Language", "xx"), ("X-HTTP-Method-Override", "DELETE"), ("Last-Event-ID", "7.x"), ("traceparent", "00-zz-zz-zz"), ("baggage", "a=%00,=,;"),
        ("Booking-Link", "garbage"), ("Booking-Link", "a.b.c"), ("Waiting-Room-Pass", "a.b"), ("Waiting-Room-Place", "AAAA"), ("Sandbox-Signature", "t=99999999999999999999,v1=zz"), ("Stripe-Signature", "t=1"),
    ];

    /// <summary>Whether the server lets it be a part of a path: a request with NUL in it never comes to a service.</summary>
    public static bool IsPath(string text) => !text.Contains("%00", StringComparison.Ordinal);

    /// <summary>Arrays in arrays.</summary>
    static string Nested(int deep) => new string('[', deep) + new string(']', deep);
}
