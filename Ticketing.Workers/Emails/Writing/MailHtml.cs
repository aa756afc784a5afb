using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>Renders the templates.</summary>
static class MailHtml
{
    // Korean as it is, not as entities.
    static readonly IServiceProvider Services =
        new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();

    /// <param name="mail">The page's parameter <c>Mail</c>.</param>
    public static async Task<string> RenderAsync<TPage>(object mail, MailTexts texts, ILoggerFactory loggers)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(Services, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Mail"] = mail, ["Texts"] = texts });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString());
    }
}
