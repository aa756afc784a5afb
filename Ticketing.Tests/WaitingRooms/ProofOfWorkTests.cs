using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ticketing.SeatHolds.RateLimiting;
using Ticketing.SeatHolds.WaitingRooms;

namespace Ticketing.Tests.WaitingRooms;

[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.4")]
public sealed class ProofOfWorkTests
{
    static readonly Guid Customer = Guid.NewGuid();
    static readonly string Purpose = ProofOfWork.ToHold(7, Customer, "a-key");

    readonly FakeTimeProvider clock = new(new DateTimeOffset(2028, 2, 29, 23, 59, 30, TimeSpan.Zero));

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void Answer_OfARightNumber_ProvesTheWork(int bits)
    {
        var challenges = GivenChallenges();
        var work = GivenWork(challenges, bits);

        challenges.ProvenBits(work.Answer(), Purpose).ShouldBe(bits);
        challenges.ProvenBits(work.Answer(isRight: false), Purpose).ShouldBe(0);
        challenges.ProvenBits(null, Purpose).ShouldBe(0);
    }

    [Fact]
    public void Answer_ForAnotherPurpose_ProvesNothing()
    {
        var challenges = GivenChallenges();
        var answer = GivenWork(challenges, 8).Answer();

        foreach (var other in (string[])[ProofOfWork.ToHold(8, Customer, "a-key"), ProofOfWork.ToHold(7, Guid.NewGuid(), "a-key"), ProofOfWork.ToHold(7, Customer, "b-key"), ProofOfWork.ToJoin(7, Customer)])
            challenges.ProvenBits(answer, other).ShouldBe(0);
    }

    [Fact]
    public void Answer_AfterTwoMinutes_ProvesNothing()
    {
        var challenges = GivenChallenges();
        var answer = GivenWork(challenges, 8).Answer();

        clock.Advance(TimeSpan.FromSeconds(119));
        challenges.ProvenBits(answer, Purpose).ShouldBe(8);
        clock.Advance(TimeSpan.FromSeconds(2));
        challenges.ProvenBits(answer, Purpose).ShouldBe(0);
    }

    /// <summary>Nobody makes up a challenge, or an easier one.</summary>
    [Fact]
    public void Challenge_ThatWeDidNotSign_ProvesNothing()
    {
        var challenges = GivenChallenges();
        var work = GivenWork(GivenChallenges(key: 'x'), 8);
        challenges.ProvenBits(work.Answer(), Purpose).ShouldBe(0);

        var ours = GivenWork(challenges, 8).Challenge;
        for (var n = 0; n < ours.Length; n++)
        {
            var tampered = new Work($"{ours[..n]}{(ours[n] == 'A' ? 'B' : 'A')}{ours[(n + 1)..]}", 8);
            challenges.ProvenBits(tampered.Answer(), Purpose).ShouldBe(0, $"character {n}");
        }
    }

    ProofOfWork GivenChallenges(char key = 'k') => new(new SigningKeys(Options.Create(new WaitingRoomOptions { Key = new string(key, 40) })), clock);

    static Work GivenWork(ProofOfWork challenges, int bits)
    {
        var problem = challenges.Ask(Purpose, bits).ProblemDetails;
        problem.Extensions["code"].ShouldBe("challenge_required");
        return new Work((string)problem.Extensions["challenge"]!, (int)problem.Extensions["bits"]!);
    }
}
