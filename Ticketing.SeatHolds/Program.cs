using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;
using Ticketing.SeatHolds;
using Ticketing.SeatHolds.BookedSeats;
using Ticketing.SeatHolds.Holds;
using Ticketing.SeatHolds.SeatMap;
using Ticketing.SeatHolds.Sweeping;
using Ticketing.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddProblems();
builder.AddTicketingDatabase();
builder.AddCustomers();
builder.AddSeatHolds();
builder.AddJson();
builder.AddRateLimits();
builder.AddSeatMap();
builder.AddSweeping();
builder.AddBookedSeats();
builder.Services.AddOpenApi();

var app = builder.Build();
app.MapManagementEndpoints();
app.UseProblems();
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UseRateLimiter();
app.MapHolds();
app.MapSeatMap();
if (app.Environment.IsDevelopment())
    app.MapOpenApi();
app.Run();
