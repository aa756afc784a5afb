using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts;

static class PasswordEndpoints
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Change(
        PasswordRequest request, Customer customer, HttpContext http, ChangePassword change, CancellationToken ct) => customer.IsMember
        ? await change.HandleAsync(SessionKind.Customer, customer.Id, customer.SessionId, request, http, ct)
        : Problem.Forbidden("member_required", "Guests have no password.");
}
