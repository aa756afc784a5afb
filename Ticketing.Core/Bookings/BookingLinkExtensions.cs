using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ticketing.Core.Bookings;

public static class BookingLinkExtensions
{
    /// <summary>Adds <see cref="BookingLinks"/>. The host does not start without a good <c>BookingLinks:Key</c>.</summary>
    public static void AddBookingLinks(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<BookingLinkOptions>().BindConfiguration("BookingLinks").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new BookingLinks(
            services.GetRequiredService<IOptions<BookingLinkOptions>>(), services.GetRequiredService<TimeProvider>()));
    }
}
