using System.Diagnostics.CodeAnalysis;

namespace Ticketing.Web.Api;

/// <summary>What a service answered: a value or a problem.</summary>
sealed class ApiAnswer<T> where T : class
{
    readonly T? value;
    readonly ApiProblem? problem;

    public ApiAnswer(T value) => this.value = value;

    public ApiAnswer(ApiProblem problem) => this.problem = problem;

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiProblem? problem)
    {
        value = this.value;
        problem = this.problem;
        return problem is null;
    }

    /// <summary>The value, or null for what does not exist.</summary>
    /// <exception cref="ApiException">The service refused for another reason, or could not be reached.</exception>
    public T? OrNull() => problem is { Status: not StatusCodes.Status404NotFound } ? throw new ApiException(problem) : value;

    /// <exception cref="ApiException">The service refused or could not be reached.</exception>
    public T OrThrow() => value ?? throw new ApiException(problem!);
}

/// <summary>A service failed in a way that the page cannot act on.</summary>
sealed class ApiException(ApiProblem problem) : Exception($"A service answered {problem.Status} {problem.Code}.")
{
    public ApiProblem Problem => problem;
}
