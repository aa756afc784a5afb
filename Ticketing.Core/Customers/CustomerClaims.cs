namespace Ticketing.Core.Customers;

/// <summary>Names of the claims in a customer's token.</summary>
public static class CustomerClaims
{
    public const string Id = "sub";
    public const string Member = "member";
    public const string Email = "email";
    public const string Session = "sid";
    public const string FormerGuest = "former_guest";
}
