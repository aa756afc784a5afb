using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.WebEncoders;
using Ticketing.Core.Database;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Bookings;
using Ticketing.Web.Pages.Home;

namespace Ticketing.Web.Pages;

static class PagesExtensions
{
    /// <summary>Every page with a form sets it, and no form is taken without it.</summary>
    public const string FormCookie = "__Host-ticketing-antiforgery";

    /// <summary>HEAD is what GET would answer, without a body, which the server leaves out: pages bind forms to whatever is not GET.</summary>
    public static void UseHeadAsGet(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });

    public static void AddPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddLanguages();
        builder.Services.AddRazorPages(options =>
        {
            options.Conventions.ConfigureFilter(new TypeFilterAttribute<ReadableAddress> { IsReusable = true });
            // Who comes from a mail names the booking by its reference, and shows the mail's link.
            options.Conventions.AddPageRoute("/Bookings/Booking", "/bookings/{reference:length(10)}");
            options.Conventions.AddPageRoute("/Bookings/Cancel", "/bookings/{reference:length(10)}/cancel");
            options.Conventions.AddPageRoute("/Bookings/ChangeAddress", "/bookings/{reference:length(10)}/address");
        }).AddDataAnnotationsLocalization(options =>
            options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(Texts)));
        // Hangul as itself: a third of the size of its character references.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        builder.AddDataProtectionKeys("ticketing-web");
        builder.Services.AddSingleton<LinkCookies>();
        builder.Services.AddSingleton<BookingCalendar>();
        builder.Services.AddScoped<OpeningNights>();
        builder.AddSeller();
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = FormCookie;
            options.Cookie.Path = "/";
            // Strict would leave it out when the payment provider sends the customer back.
            options.Cookie.SameSite = SameSiteMode.Lax;
        });
    }
}
