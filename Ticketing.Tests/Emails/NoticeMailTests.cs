using System.Net;
using Ticketing.Core.Mails;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Emails;

/// <summary>What the mails say that tell of something given back.</summary>
public sealed class NoticeMailTests
{
    [Theory]
    [InlineData("ko", MailKind.Cancellation, RefundReason.CustomerCancelled, "", "[예매 취소] Dune: Part Two · 11월 22일 (일) 19:30 · H12", "예매가 취소되었습니다", "27,000원")]
    [InlineData("en", MailKind.Cancellation, RefundReason.StaffCancelled, "", "Cancelled: Dune: Part Two, Sun 22 Nov, 19:30 (H12)", "Your booking is cancelled", "₩27,000")]
    [InlineData("ko", MailKind.Cancellation, RefundReason.CustomerCancelled, "H13", "[좌석 취소] Dune: Part Two · 11월 22일 (일) 19:30 · H12", "일부 좌석이 취소되었습니다", "남은 좌석")]
    [InlineData("en", MailKind.Cancellation, RefundReason.CustomerCancelled, "H13", "Seats cancelled: Dune: Part Two, Sun 22 Nov, 19:30 (H12)", "Some of your seats are cancelled", "Seats you keep")]
    [InlineData("ko", MailKind.ShowingCancelled, RefundReason.ShowingCancelled, "", "[상영 취소] Dune: Part Two · 11월 22일 (일) 19:30", "상영이 취소되었습니다", "전액 환불")]
    [InlineData("en", MailKind.ShowingCancelled, RefundReason.ShowingCancelled, "", "Showing cancelled: Dune: Part Two, Sun 22 Nov, 19:30", "Your showing does not take place", "We are sorry")]
    [InlineData("ko", MailKind.Refund, RefundReason.CustomerCancelled, "", "[환불 완료] Dune: Part Two · 11월 22일 (일) 19:30", "환불이 완료되었습니다", "환불 금액")]
    [InlineData("en", MailKind.Refund, RefundReason.ShowingCancelled, "", "Refunded: Dune: Part Two, Sun 22 Nov, 19:30", "Your refund is on its way", "Refund")]
    [InlineData("ko", MailKind.Refund, RefundReason.NotBookable, "", "[환불 완료] Dune: Part Two · 11월 22일 (일) 19:30", "예매하지 못한 좌석을 환불해 드렸습니다", "죄송합니다")]
    [InlineData("en", MailKind.Refund, RefundReason.NotBookable, "", "Refunded: Dune: Part Two, Sun 22 Nov, 19:30", "We could not book your seats", "We are sorry")]
    public async Task Write_WhateverWasGivenBack_SaysTheSameInHtmlAndText(
        string language, MailKind kind, RefundReason reason, string kept, string subject, params string[] facts)
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.ANotice(language, kind, reason, kept.Split(',', StringSplitOptions.RemoveEmptyEntries)));

        mail.Subject.ShouldBe(subject);
        mail.MessageId.ShouldBe($"{kind}.0190f1e2-0000-7000-8000-0000000000ff@ticketing.example".ToLowerInvariant());
        var html = WebUtility.HtmlDecode(mail.HtmlBody);
        foreach (var fact in facts.Concat(["Dune: Part Two", "K7PX2M9QHT", "27,000", $"{TicketMails.PublicUrl}/bookings/0190f1e2-0000-7000-8000-000000000001"]))
        {
            html!.ShouldContain(fact, Case.Sensitive);
            mail.TextBody!.ShouldContain(fact, Case.Sensitive);
        }
    }

    [Fact]
    public async Task Write_WhenTheMoneyHasGoneBack_LeavesTheCalendarAlone()
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.ANotice("en", MailKind.Refund, RefundReason.CustomerCancelled));

        mail.Attachments.ShouldBeEmpty();
    }
}
