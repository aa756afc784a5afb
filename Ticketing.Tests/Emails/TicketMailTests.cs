using System.Globalization;
using System.Net;
using System.Resources;
using System.Xml.Linq;
using MimeKit;
using Ticketing.Web.Localization;

namespace Ticketing.Tests.Emails;

/// <summary>What a ticket mail says and carries.</summary>
public sealed class TicketMailTests
{
    [Theory]
    [InlineData("ko", "[예매 완료] 듄: 파트 2 · 11월 22일 (일) 19:30 · H12, H13")]
    [InlineData("en", "Your tickets: 듄: 파트 2, Sun 22 Nov, 19:30 (H12, H13)")]
    public async Task Write_WhenLanguageIsGiven_NamesTheShowingInTheSubject(string language, string subject)
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.AMail(language, film: "듄: 파트 2"));

        mail.Subject.ShouldBe(subject);
        mail.To.ToString().ShouldBe("mina@example.com");
        mail.From.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("tickets@ticketing.example");
        mail.MessageId.ShouldBe("ticket.0190f1e2-0000-7000-8000-000000000001@ticketing.example");
        mail.Headers[HeaderId.ContentLanguage].ShouldBe(language);
    }

    /// <summary>A title is what staff typed, or pasted.</summary>
    [Theory]
    [InlineData("Dune\r\nBcc: thief@example.com")]
    [InlineData("Dune\nBcc: thief@example.com\n\nText")]
    [InlineData("Dune\rBcc: thief@example.com")]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V5.2.3")]
    public async Task Write_WhenTheTitleHasLineBreaks_AddsNoHeader(string film)
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.AMail("en", film));
        using var sent = new MemoryStream();
        await mail.WriteToAsync(sent);
        sent.Position = 0;

        using var received = await MimeMessage.LoadAsync(sent);

        received.Bcc.ShouldBeEmpty();
        // Whoever reads a mail finds the language among the body's headers.
        received.Headers.Select(header => header.Id).Order()
            .ShouldBe(mail.Headers.Select(header => header.Id).Where(id => id != HeaderId.ContentLanguage).Order());
        received.Subject!.ShouldContain("Bcc: thief");
        foreach (var line in received.Calendar().Split("\r\n"))
            line.ShouldNotStartWith("Bcc");
    }

    /// <summary>In the words of the pages, so that nobody has to compare what was promised where.</summary>
    [Theory]
    [InlineData("ko", true, "Cancel.Until", "2026년 11월 22일 일요일 19:10")]
    [InlineData("en", true, "Cancel.Until", "Sunday 22 November 2026, 19:10")]
    [InlineData("ko", false, "Cancel.Closed", "")]
    [InlineData("en", false, "Cancel.Closed", "")]
    public async Task Write_WhateverTheTime_SaysUntilWhenTicketsGoBack(string language, bool isCancellable, string onPages, string until)
    {
        var pages = new ResourceManager(typeof(Texts));
        var rule = pages.GetString(onPages, CultureInfo.GetCultureInfo(language)).ShouldNotBeNull().Replace("{0}", until, StringComparison.Ordinal);

        using var mail = await TicketMails.WriteAsync(TicketMails.AMail(language, isCancellable: isCancellable));

        mail.TextBody.ShouldNotBeNull().ShouldContain(rule);
        WebUtility.HtmlDecode(mail.HtmlBody).ShouldNotBeNull().ShouldContain(rule);
    }

    [Theory]
    [InlineData("ko", "예매가 완료되었습니다", "2026년 11월 22일 일요일 19:30", "46,500원", "휠체어석", "영어 · 한국어 자막", "12세 이상 관람가", "서울 강남")]
    [InlineData("en", "Your booking is confirmed", "Sunday 22 November 2026, 19:30", "₩46,500", "Wheelchair space", "English, Korean subtitles", "12 and over", "Seoul Gangnam")]
    public async Task Write_WhenLanguageIsGiven_SaysTheSameInHtmlAndText(string language, params string[] facts)
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.AMail(language));

        string[] always = ["Dune: Part Two", "K7PX2M9QHT", "H12", "H13", $"{TicketMails.PublicUrl}/bookings/0190f1e2-0000-7000-8000-000000000001"];
        var html = WebUtility.HtmlDecode(mail.HtmlBody);
        foreach (var fact in facts.Concat(always))
        {
            html!.ShouldContain(fact, Case.Sensitive);
            mail.TextBody!.ShouldContain(fact, Case.Sensitive);
        }
    }

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task Write_WhenThereAreTickets_ShowsEachOnesCode(string language)
    {
        var ticketMail = TicketMails.AMail(language);

        using var mail = await TicketMails.WriteAsync(ticketMail);

        var pictures = mail.BodyParts.OfType<MimePart>().Where(part => part.ContentType.IsMimeType("image", "png")).ToList();
        pictures.Select(picture => picture.ContentId).ShouldBe(["ticket-1", "ticket-2"]);
        foreach (var (picture, ticket) in pictures.Zip(ticketMail.Tickets))
        {
            mail.HtmlBody!.ShouldContain($"src=\"cid:{picture.ContentId}\"");
            picture.ContentDisposition!.IsAttachment.ShouldBeFalse();
            using var png = new MemoryStream();
            await picture.Content!.DecodeToAsync(png);
            (await Zbar.ReadAsync(png.ToArray())).ShouldBe(ticket.Code);
        }
    }

    [Fact]
    public async Task Write_WhenATitleHasMarkup_ShowsItAsText()
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.AMail("en", film: "<script>alert('&')</script>\r\nBcc: x@example.com"));

        mail.HtmlBody!.ShouldNotContain("<script>");
        mail.Bcc.ShouldBeEmpty();
    }

    [Fact]
    public void Texts_InBothLanguages_HaveTheSameNames()
    {
        var english = Names("MailTexts.resx");

        Names("MailTexts.ko.resx").ShouldBe(english, ignoreOrder: true);
        english.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Texts_OfEveryEnumeration_AreThere()
    {
        foreach (var texts in (Workers.Emails.Writing.MailTexts[])[new("ko"), new("en")])
        {
            foreach (var rating in Enum.GetValues<Core.Catalogue.FilmRating>())
                texts.Rating(rating).ShouldNotBeEmpty();
            foreach (var concession in Enum.GetValues<Core.Catalogue.Concession>())
                texts.Concession(concession).ShouldNotBeEmpty();
            foreach (var format in Enum.GetValues<Core.Catalogue.AuditoriumFormat>())
                _ = texts.Format(format);
            foreach (var kind in Enum.GetValues<Core.Catalogue.SeatKind>())
                _ = texts.Kind(kind);
            texts.Languages("sv", null).ShouldBe(CultureInfo.GetCultureInfo("sv").NativeName);
        }
    }

    // What counts is the files that translators edit.
    static List<string> Names(string file) =>
        [.. XDocument.Load(Path.Combine(Repository.Root, "Ticketing.Workers", "Emails", "Writing", file)).Descendants("data").Select(text => text.Attribute("name")!.Value)];
}
