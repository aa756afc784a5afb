using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Sandbox.Inbox;

/// <summary>The inbox for programs.</summary>
static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/inbox/messages");
        messages.MapGet("/", List);
        messages.MapGet("/{id}", Read);
    }

    /// <summary>Newest first, those to one address if it is given.</summary>
    static Ok<IEnumerable<ReceivedMail>> List(Mailbox mailbox, string? to = null) => TypedResults.Ok(
        mailbox.Mails.Where(mail => to is null || mail.To.Contains(to, StringComparer.OrdinalIgnoreCase)));

    static async Task<Results<Ok<MailContent>, NotFound>> Read(string id, Mailbox mailbox, CancellationToken cancellation) =>
        await mailbox.ReadAsync(id, cancellation) is { } mail ? TypedResults.Ok(mail) : TypedResults.NotFound();
}
