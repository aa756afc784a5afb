using Ticketing.Core.Catalogue;
using Ticketing.Web.Catalogue;

namespace Ticketing.Tests.Web;

public sealed class FilmSearchTests
{
    static readonly FilmSearch Search = new(
    [
        AFilm("oldboy", "올드보이", "Oldboy", 2003) with { DirectorsKo = ["박찬욱"], DirectorsEn = ["Park Chan-wook"], CastKo = ["최민식"], CastEn = ["Choi Min-sik"] },
        AFilm("exhuma", "파묘", "Exhuma", 2024) with { CastKo = ["최민식"], CastEn = ["Choi Min-sik"] },
        AFilm("12-12-the-day", "서울의 봄", "12.12: The Day", 2023),
        AFilm("top-gun-maverick", "탑건: 매버릭", "Top Gun: Maverick", 2022) with { CastKo = ["톰 크루즈"], CastEn = ["Tom Cruise"] },
        AFilm("avatar", "아바타: 물의 길", "Avatar: The Way of Water", 2022) with { CastKo = ["조 샐다나"], CastEn = ["Zoe Saldaña"] },
        AFilm("your-name", "너의 이름은.", "Your Name.", 2017) with { TitleOriginal = "君の名は。" },
        AFilm("extreme-job", "극한직업", "Extreme Job", 2019),
    ]);

    [Theory]
    [InlineData("올드보이", "oldboy")]
    [InlineData("드보", "oldboy")]
    [InlineData("ㅇㄷㅂㅇ", "oldboy")]
    [InlineData("올드ㅂㅇ", "oldboy")]
    [InlineData(" ㅇㄷ ㅂㅇ ", "oldboy")]
    [InlineData("OLD boy", "oldboy")]
    [InlineData("서울의봄", "12-12-the-day")]
    [InlineData("1212", "12-12-the-day")]
    [InlineData("the day!", "12-12-the-day")]
    [InlineData("top-gun maverick", "top-gun-maverick")]
    [InlineData("ＴＯＰ　ＧＵＮ", "top-gun-maverick")]
    [InlineData("물의 길", "avatar")]
    [InlineData("박찬욱", "oldboy")]
    [InlineData("park chan wook", "oldboy")]
    [InlineData("Saldana", "avatar")]
    [InlineData("cruise maverick", "top-gun-maverick")]
    [InlineData("君の名は", "your-name")]
    [InlineData("ㄱㅎㅈㅇ", "extreme-job")]
    [InlineData("ㅌㄱㅁㅂㄹ", "top-gun-maverick")]
    [InlineData("ㅅㅇㅇㅂ", "12-12-the-day")]
    [InlineData("ㅊㅁㅅ", "exhuma", "oldboy")]
    [InlineData("min-sik", "exhuma", "oldboy")]
    [InlineData("드올")]
    [InlineData("nothing at all")]
    [InlineData("!?…")]
    [InlineData("🎬")]
    public void Find_WhateverIsTyped_FindsTheFilmsThatAreMeant(string query, params string[] films) => Search.Find(query).Select(film => film.Id).ShouldBe(films);

    /// <summary>Keyboards join two consonants that follow each other: 넋 ends so.</summary>
    [Fact]
    public void Find_WhenConsonantsWereJoined_TakesThemApart() =>
        new FilmSearch([AFilm("gold", "금사", "Gold", 2020)]).Find("ㄳ").Count.ShouldBe(1);

    [Fact]
    public void Find_WhenSyllablesAreWrittenInParts_PutsThemTogether() =>
        Search.Find("올드보이".Normalize(System.Text.NormalizationForm.FormD)).Single().Id.ShouldBe("oldboy");

    [Fact]
    public void Find_OfWhatIsNoCharacter_FindsNothing() => Search.Find("\uFFFE\uD800\u202E").ShouldBeEmpty();

    [Fact]
    public void Find_WhenATitleBeginsSo_NamesItFirst() => new FilmSearch(
    [
        AFilm("inside", "안의 봄", "Inside", 2024), AFilm("spring", "봄날", "Spring", 2010), AFilm("person", "가을", "Autumn", 2025) with { CastKo = ["김봄"] },
    ]).Find("봄").Select(film => film.Id).ShouldBe(["spring", "inside", "person"]);

    [Fact]
    public void Takes_WhatIsTooLongOrNoText_IsFalse()
    {
        FilmSearch.Takes(new string('가', FilmSearch.LongestQuery)).ShouldBeTrue();
        FilmSearch.Takes(new string('가', FilmSearch.LongestQuery + 1)).ShouldBeFalse();
        FilmSearch.Takes("a\0b").ShouldBeFalse();
        FilmSearch.Takes("a\r\nb").ShouldBeFalse();
    }

    static FilmAnswer AFilm(string id, string ko, string en, int year) => new(id, ko, en, ko, "ko", FilmRating.All, 100, new DateOnly(year, 1, 1));
}
