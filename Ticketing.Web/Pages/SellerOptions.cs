using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages;

/// <summary>
/// Settings, section <c>Seller</c>: who sells the tickets, as Korea's Act on Consumer Protection in Electronic Commerce wants it told on
/// the site (article 10) and before somebody pays (article 13).
/// </summary>
sealed class SellerOptions
{
    /// <summary>The company's, as it is registered.</summary>
    [Required]
    public string NameKo { get; set; } = "";

    [Required]
    public string NameEn { get; set; } = "";

    /// <summary>Who acts for the company.</summary>
    [Required]
    public string RepresentativeKo { get; set; } = "";

    [Required]
    public string RepresentativeEn { get; set; } = "";

    /// <summary>Of the business, e.g. <c>123-45-67890</c>.</summary>
    [Required, RegularExpression(@"\d{3}-\d{2}-\d{5}")]
    public string RegistrationNumber { get; set; } = "";

    /// <summary>Of the report as a mail-order business, as the authority wrote it.</summary>
    [Required]
    public string MailOrderNumber { get; set; } = "";

    [Required]
    public string AddressKo { get; set; } = "";

    [Required]
    public string AddressEn { get; set; } = "";

    [Required, RegularExpression(@"\+?[0-9-]{8,20}")]
    public string Phone { get; set; } = "";

    [Required, EmailAddress]
    public string Email { get; set; } = "";

    public string Name => Languages.Choose(NameKo, NameEn);
    public string Representative => Languages.Choose(RepresentativeKo, RepresentativeEn);
    public string Address => Languages.Choose(AddressKo, AddressEn);
}

static class SellerExtensions
{
    /// <summary>In production it has to be said who sells; developers and tests sell for nobody that there is.</summary>
    public static void AddSeller(this IHostApplicationBuilder builder)
    {
        if (!builder.Environment.IsProduction())
            builder.Services.Configure<SellerOptions>(MakeUp);
        builder.Services.AddOptions<SellerOptions>().BindConfiguration("Seller").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<SellerOptions>>().Value);
    }

    static void MakeUp(SellerOptions seller)
    {
        (seller.NameKo, seller.NameEn) = ("주식회사 티케팅시네마", "Ticketing Cinema Co., Ltd.");
        (seller.RepresentativeKo, seller.RepresentativeEn) = ("홍길동", "Hong Gildong");
        (seller.RegistrationNumber, seller.MailOrderNumber) = ("000-00-00000", "제0000-서울중구-00000호");
        (seller.AddressKo, seller.AddressEn) = ("서울특별시 중구 없는로 1", "1 Nowhere-ro, Jung-gu, Seoul");
        (seller.Phone, seller.Email) = ("02-000-0000", "help@ticketing.example");
    }
}
