using Ticketing.Sandbox.Payments.Api;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.Faults;

/// <summary>Lets the faults that are switched on strike before a request is done, or after it and before it is answered.</summary>
sealed class FaultyAnswers(ProviderVerb verb) : IEndpointFilter
{
    static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        foreach (var fault in http.RequestServices.GetRequiredService<PaymentFaults>().OfRequest(verb, SubjectOf(context)))
        {
            switch (fault.Fault)
            {
                case PaymentFaultKind.Delay:
                    await Task.Delay(fault.Delay!.Value, TimeOf(http), http.RequestAborted);
                    break;
                case PaymentFaultKind.ErrorBefore:
                    return ProviderProblems.SwitchedOn("before");
                case PaymentFaultKind.ErrorAfter:
                    await next(context);
                    return ProviderProblems.SwitchedOn("after");
                case PaymentFaultKind.TimeoutBefore:
                    return await KeepSilentAsync(http, fault);
                case PaymentFaultKind.TimeoutAfter:
                    await next(context);
                    return await KeepSilentAsync(http, fault);
                case PaymentFaultKind.Refuse:
                    return ProviderProblems.SwitchedOn(fault.Status ?? StatusCodes.Status402PaymentRequired, fault.Code ?? "refused_by_bank");
                case PaymentFaultKind.RevokedKey:
                    return ProviderProblems.InvalidKey();
                default:
                    throw new InvalidOperationException($"{fault.Fault} is no fault of a request.");
            }
        }

        return await next(context);
    }

    static FaultSubject? SubjectOf(EndpointFilterInvocationContext context) => context.Arguments switch
    {
        [Write<CreateCheckout> { Body: var asked }, ..] => new FaultSubject(null, asked.Reference, asked.CustomerEmail, asked.Metadata),
        [string id, ..] when context.HttpContext.RequestServices.GetRequiredService<CheckoutLedger>().Find(id) is { } checkout => FaultSubject.Of(checkout),
        _ => null,
    };

    /// <summary>Until the client gives up, and then hangs up without a word.</summary>
    static async Task<IResult> KeepSilentAsync(HttpContext http, PaymentFault fault)
    {
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(fault.Delay ?? LongestSilence, TimeOf(http), end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
        return TypedResults.Empty;
    }

    static TimeProvider TimeOf(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>();
}
