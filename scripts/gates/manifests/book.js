// book.js API SEAT-HOLDS SHOWING: holds two seats and books them, as a browser would.
import { randomUUID } from 'node:crypto';

const [api, seatHolds, showing] = process.argv.slice(2);

async function post(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

const { token } = await post(`${api}/api/customers`, {});
const customer = { Authorization: `Bearer ${token}` };
const hold = await post(`${seatHolds}/api/showings/${showing}/holds`, { bestAvailable: { count: 2 } }, customer);
const booking = await post(`${api}/api/bookings`, {
  showingId: hold.showingId,
  holdId: hold.holdId,
  email: 'gate@ticketing.example',
  language: 'ko',
  seats: hold.seats.map(index => ({ index, concession: 'adult' })),
}, customer);
console.log(`Booked ${booking.seats.length} seats: ${booking.id}`);
