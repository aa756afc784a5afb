using Ticketing.Api.Accounts;
using Ticketing.Api.Bookings;
using Ticketing.Api.Catalogue;
using Ticketing.Api.Edges;
using Ticketing.Api.Payments;
using Ticketing.Api.WaitingRooms;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;
using Ticketing.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddProblems();
builder.AddApiJson();
builder.AddApiDocument();
builder.AddRateLimits();
builder.AddTicketingDatabase();
builder.AddOutboxRelay(Queues.All);
builder.AddSeatHolds();
builder.AddAccounts();
builder.AddCustomers();
builder.AddBookings();
builder.AddPayments();
builder.AddWaitingRooms();
builder.Services.AddOutputCache();

var app = builder.Build();
app.MapManagementEndpoints();
app.UseProblems();
app.UseRouting();
app.UseOutputCache(); // before authentication: what is cached is the same for everybody
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();

app.MapCatalogue();
app.MapBookings();
app.MapStaffBookings();
app.MapPayments();
app.MapStaffWaitingRooms();
app.MapAccounts();
app.MapApiDocument();
app.Run();
