using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ticketing.Tests.Support.WaitingRooms;

/// <summary>What a refusal asks for, and doing it.</summary>
sealed record Work(string Challenge, int Bits)
{
    public static async Task<Work> ReadAsync(HttpResponseMessage refusal)
    {
        using (refusal)
        {
            var body = await refusal.Content.ReadAsStringAsync();
            ((int)refusal.StatusCode).ShouldBe(403, body);
            var problem = JsonDocument.Parse(body).RootElement;
            problem.GetProperty("code").GetString().ShouldBe("challenge_required");
            return new Work(problem.GetProperty("challenge").GetString()!, problem.GetProperty("bits").GetInt32());
        }
    }

    /// <param name="isRight">Or one that is just wrong.</param>
    public string Answer(bool isRight = true)
    {
        for (var number = 0; ; number++)
        {
            var answer = string.Create(CultureInfo.InvariantCulture, $"{Challenge}.{number}");
            if (ZeroBits(answer) >= Bits == isRight)
                return answer;
        }
    }

    static int ZeroBits(string answer) =>
        BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(answer))));
}
