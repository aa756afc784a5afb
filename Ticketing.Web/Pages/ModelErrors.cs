using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Ticketing.Web.Pages;

static class ModelErrors
{
    /// <summary>What is wrong with an input, if anything.</summary>
    public static string? FirstError(this ModelStateDictionary state, string input) => state[input]?.Errors.FirstOrDefault()?.ErrorMessage;
}
