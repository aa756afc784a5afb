namespace Ticketing.Web.Pages.Account;

/// <summary>What the form shows by which a member, as customer or as staff, changes the password.</summary>
/// <param name="Email">For the password manager.</param>
/// <param name="CurrentError">What is wrong with the current password, if anything.</param>
sealed record ChangePasswordView(string? Email, string? CurrentError, IReadOnlyList<string> Problems, NewPasswordForm Form);
