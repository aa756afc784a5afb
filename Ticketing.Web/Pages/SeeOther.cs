using Microsoft.AspNetCore.Mvc;

namespace Ticketing.Web.Pages;

/// <summary>303 after a form: the browser gets the next page, and a reload does not send the form again.</summary>
sealed class SeeOther : ActionResult
{
    readonly string address;

    SeeOther(string address) => this.address = address;

    /// <param name="address">A path of this site, or the payment provider's page.</param>
    public static SeeOther To(string address) => new(address);

    public override void ExecuteResult(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = address;
    }
}
