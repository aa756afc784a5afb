using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages;

/// <summary>303 after a form: the browser gets the next page, and a reload does not send the form again.</summary>
sealed class SeeOther : ActionResult
{
    readonly string address;

    SeeOther(string address) => this.address = address;

    /// <param name="address">A path of this site, in which letters of all languages may be; the page is shown in the language of this one.</param>
    public static SeeOther To(string address) => To(new Uri(address, UriKind.Relative));

    /// <param name="address">A page of this site, or the payment provider's.</param>
    public static SeeOther To(Uri address) => new(address.IsAbsoluteUri ? address.AbsoluteUri : UriHelper.Encode(address));

    public override void ExecuteResult(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = Languages.Localize(address);
    }
}
