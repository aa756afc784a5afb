using System.ComponentModel.DataAnnotations;

namespace Ticketing.Workers.Emails;

/// <summary>What mails are sent through, and what they say of us.</summary>
sealed class MailOptions
{
    /// <summary>Connection string <c>smtp</c>: <c>smtp://host:port</c>, or <c>smtps://user:password@host:465</c>.</summary>
    [Required(ErrorMessage = "The connection string smtp is not set.")]
    public Uri? Server { get; set; }

    /// <summary>Setting <c>Mail:From</c>: an address, with or without a name before it.</summary>
    [Required]
    public string From { get; set; } = "tickets@ticketing.example";

    /// <summary>Setting <c>PublicUrl</c>: where customers find the web app.</summary>
    [Required(ErrorMessage = "PublicUrl is not set.")]
    public Uri? PublicUrl { get; set; }

    public void Read(IConfiguration configuration)
    {
        Server = configuration.GetConnectionString("smtp") is { Length: > 0 } server ? new Uri(server) : null;
        From = configuration["Mail:From"] ?? From;
        PublicUrl = configuration["PublicUrl"] is { Length: > 0 } address ? new Uri(address) : null;
    }
}
