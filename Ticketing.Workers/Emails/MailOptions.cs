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

    /// <summary>
    /// Setting <c>Mail:Timeout</c>: how long the server may take over one mail. Long: one given up that the server then takes after
    /// all goes out twice.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Setting <c>Mail:LongestRest</c>: how long a connection is kept for the next mail.</summary>
    public TimeSpan LongestRest { get; set; } = TimeSpan.FromSeconds(20);

    public void Read(IConfiguration configuration)
    {
        Server = configuration.GetConnectionString("smtp") is { Length: > 0 } server ? new Uri(server) : null;
        From = configuration["Mail:From"] ?? From;
        PublicUrl = configuration["PublicUrl"] is { Length: > 0 } address ? new Uri(address) : null;
        Timeout = configuration.GetValue("Mail:Timeout", Timeout);
        LongestRest = configuration.GetValue("Mail:LongestRest", LongestRest);
    }
}
