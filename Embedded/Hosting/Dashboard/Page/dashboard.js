// Shows what /api/state streams. Every text goes into the page as text, never as markup.
const byId = id => document.getElementById(id);
const element = (tag, properties = {}, ...children) => {
  const { data, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, data);
  made.append(...children.filter(child => child != null));
  return made;
};

let state = { resources: [], parameters: [] };

// --- state -----------------------------------------------------------------------------------------------------------------

const live = new EventSource('api/state');
live.onmessage = message => { state = JSON.parse(message.data); showAll(); };
live.onerror = () => tell('The AppHost does not answer.');
live.onopen = () => tell(null);

function tell(problem) {
  byId('problem').hidden = problem === null;
  byId('problem').textContent = problem ?? '';
}

function showAll() {
  byId('application').textContent = document.title = state.application;
  const lasting = state.resources.filter(resource => !resource.finished);
  const healthy = lasting.filter(resource => resource.healthy).length;
  byId('summary').textContent = `${healthy} of ${lasting.length} healthy`;
  keepFocus(() => {
    byId('resources').tBodies[0].replaceChildren(...state.resources.map(resourceRow));
    byId('parameters').tBodies[0].replaceChildren(...state.parameters.map(pairRow));
  });
  byId('parameters-section').hidden = state.parameters.length === 0;
  if (shown) showReplicas();
}

// Rows are made anew; the keyboard stays where it was.
function keepFocus(change) {
  const key = document.activeElement?.dataset?.key;
  change();
  if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function resourceRow(resource) {
  const several = resource.replicas.length > 1;
  return element('tr', {},
    element('td', {},
      element('button', { type: 'button', className: 'name', textContent: resource.name, data: { key: resource.name }, onclick: () => open(resource.name) }),
      element('span', { className: 'kind', textContent: resource.kind })),
    element('td', {},
      element('span', { className: `state ${resource.tone}`, textContent: resource.stateText }),
      resource.why && element('span', { className: 'why', textContent: resource.why }),
      ...(several ? resource.replicas.map(replica =>
        element('span', { className: 'replica', textContent: `${replica.name}: ${replica.stateText}${replica.processId ? ` · pid ${replica.processId}` : ''}` })) : [])),
    element('td', {}, ...resource.endpoints.map(endpointLink)),
    element('td', { className: 'number', textContent: resource.restarts || '', data: { label: 'Restarts' } }),
    element('td', { className: 'number', textContent: uptime(resource.startedAt), data: { label: 'Uptime', since: resource.startedAt ?? '' } }),
    element('td', {}, element('div', { className: 'commands' }, ...resource.commands.map(command => commandButton(resource.name, command)))));
}

const endpointLink = endpoint => /^https?:/.test(endpoint.url)
  ? element('a', { href: endpoint.url, textContent: endpoint.url, title: endpoint.name, className: endpoint.aside ? 'quiet' : '', target: '_blank', rel: 'noreferrer' })
  : element('span', { className: 'kind', textContent: endpoint.url, title: endpoint.name });

const commandButton = (name, command) => element('button', {
  type: 'button', textContent: command.name, disabled: !command.enabled, ariaLabel: `${command.name} ${name}`,
  data: { key: `${name}/${command.name}` }, onclick: () => run(name, command.name),
});

async function run(name, command) {
  const answer = await fetch(`api/resources/${encodeURIComponent(name)}/${command}`, { method: 'POST', headers: { 'X-Dashboard': '1' } });
  tell(answer.ok ? null : (await answer.json()).title);
}

function pairRow({ name, value, secret }) {
  const hidden = element('button', {
    type: 'button', className: 'secret', textContent: '••••••••', title: 'Show', ariaLabel: `Show ${name}`, data: { key: `secret/${name}` },
    onclick: () => { revealed.has(name) ? revealed.delete(name) : revealed.add(name); hidden.textContent = revealed.has(name) ? value : '••••••••'; },
  });
  if (revealed.has(name)) hidden.textContent = value;
  return element('tr', {}, element('th', { scope: 'row', textContent: name }), element('td', {}, secret ? hidden : value));
}
const revealed = new Set();

function uptime(since) {
  if (!since) return '';
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(since)) / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h} h ${m} min` : m ? `${m} min ${s} s` : `${s} s`;
}
setInterval(() => document.querySelectorAll('[data-since]').forEach(cell => { cell.textContent = uptime(cell.dataset.since); }), 1000);

// --- one resource ------------------------------------------------------------------------------------------------------------

let shown = null;
const dialog = byId('resource');
dialog.onclose = () => { shown = null; stopReading(); };
byId('close').onclick = () => dialog.close();
for (const tab of document.querySelectorAll('[role=tab]')) tab.onclick = () => choose(tab.dataset.tab);

function open(name) {
  shown = name;
  byId('resource-name').textContent = name;
  byId('replica').replaceChildren();
  showReplicas();
  choose(current().replicas.length ? 'console' : 'details');
  dialog.showModal();
}

const current = () => state.resources.find(resource => resource.name === shown);

function choose(name) {
  for (const tab of document.querySelectorAll('[role=tab]')) {
    tab.ariaSelected = String(tab.dataset.tab === name);
    byId(tab.dataset.tab).hidden = tab.dataset.tab !== name;
  }
  if (name === 'details') showDetails(); else if (!reading) read();
}

function showReplicas() {
  const names = current().replicas.map(replica => replica.name);
  const select = byId('replica');
  if ([...select.options].map(option => option.value).join() === names.join()) return;
  select.replaceChildren(...names.map(name => element('option', { value: name, textContent: name })));
  select.hidden = names.length < 2;
}

async function showDetails() {
  const answer = await fetch(`api/resources/${encodeURIComponent(shown)}`);
  if (!answer.ok) return tell((await answer.json()).title);
  const detail = await answer.json();
  const part = (title, pairs) => pairs.length === 0 ? [] : [
    element('h3', { textContent: title }),
    element('table', { className: 'pairs' }, element('tbody', {}, ...pairs.map(pairRow)))];
  byId('details').replaceChildren(
    ...part('Process', detail.process), ...part('Needs', detail.needs), ...part('Environment', detail.environment));
}

// --- its console ---------------------------------------------------------------------------------------------------------------

const kept = 5000;
const lines = byId('lines');
let reading = null;
let paused = false;
let pending = [];

byId('replica').onchange = () => { stopReading(); read(); };
byId('filter').oninput = () => { for (const line of lines.children) line.hidden = !matches(line); };
byId('console-tools').onsubmit = event => event.preventDefault();
byId('clear').onclick = () => { lines.replaceChildren(); };
byId('pause').onclick = () => {
  paused = !paused;
  byId('pause').ariaPressed = String(paused);
  byId('pause').textContent = paused ? 'Resume' : 'Pause';
  flush();
};

const matches = line => line.textContent.toLowerCase().includes(byId('filter').value.toLowerCase());

function read() {
  if (!byId('replica').value) return;
  lines.replaceChildren();
  reading = new EventSource(`api/replicas/${encodeURIComponent(byId('replica').value)}/console`);
  reading.onmessage = message => {
    if (pending.push(JSON.parse(message.data)) === 1) requestAnimationFrame(flush);
    if (pending.length > kept) pending.shift();
  };
}

function stopReading() {
  reading?.close();
  reading = null;
  pending = [];
}

function flush() {
  if (paused || pending.length === 0) return;
  const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
  lines.append(...pending.map(consoleLine));
  pending = [];
  while (lines.children.length > kept) lines.firstChild.remove();
  if (atEnd) lines.scrollTop = lines.scrollHeight;
}

// A line is an instant, a space and what was written.
function consoleLine({ text, error }) {
  const [, at, written] = /^(\S+) ([^]*)$/.exec(text);
  const source = error ? 'error' : written.startsWith('[apphost] ') ? 'orchestrator' : '';
  const line = element('li', { className: source },
    element('time', { dateTime: at, textContent: new Date(at).toLocaleTimeString([], { hour12: false }) }),
    element('span', { textContent: written.replace(/\x1b\[[0-9;]*m/g, '') }));
  line.hidden = !matches(line);
  return line;
}
