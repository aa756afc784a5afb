using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts;

/// <summary>400 <c>password_refused</c>; its <c>errors</c> are named by the rules that the password breaks.</summary>
static class PasswordProblem
{
    public static ProblemHttpResult Of(IdentityResult refused) => Problem.BadRequest(
        "password_refused",
        "The password breaks a rule.",
        ("errors", refused.Errors.ToDictionary(error => error.Code, error => (string[])[error.Description])));
}
