using Microsoft.AspNetCore.Http.Extensions;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Shared;

/// <summary>Films as posters that lead to their showings.</summary>
/// <param name="Chosen">Which showings their pages are to show first.</param>
sealed record FilmCards(IReadOnlyList<FilmAnswer> Films, ShowingFilter Chosen)
{
    public string Address(FilmAnswer film) => $"/films/{film.Id}{Chosen.AddTo(new QueryBuilder())}";
}
