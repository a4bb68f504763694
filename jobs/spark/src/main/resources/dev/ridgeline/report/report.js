// Draws the figures of a report and its table. The data lie in the page, and nothing is fetched.
'use strict';
(function () {
  const page = JSON.parse(document.getElementById('report-data').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const PALETTE = {
    light: ['#1f5fa8', '#c2410c', '#15803d', '#7e22ce', '#b91c1c', '#0e7490', '#a16207', '#be185d', '#4d7c0f', '#475569'],
    dark: ['#7ab8ff', '#fb923c', '#4ade80', '#c084fc', '#f87171', '#22d3ee', '#facc15', '#f472b6', '#a3e635', '#cbd5e1']
  };
  // Places in the palette. What is listed here has the same color in every figure.
  const FIXED = {
    resource: {compute: 0, bandwidth: 1, link: 3, overhead: 9, waiting: 6},
    pool: {prefill: 0, decode: 1, 'feed-forward side': 2},
    pair: {'one kind of accelerator': 0, 'one colocated pool': 1}
  };
  const OTHER = 'other mixes';
  const BESIDE = 860; // least width of two charts side by side
  const NARROW = 560; // width of a chart below which labels have less room
  const GAP = 56; // pixels between two charts side by side, for the axis of the second

  // ---- data

  /** Columns of values as rows of objects. */
  function rowsOf(table) {
    const columns = table.columns.map(column => ({
      name: column.name,
      at: column.dictionary
        ? i => (column.values[i] < 0 ? null : column.dictionary[column.values[i]])
        : i => column.values[i]
    }));
    return Array.from({length: table.rows}, (_, i) => {
      const row = {};
      for (const column of columns) row[column.name] = column.at(i);
      return row;
    });
  }

  const figures = page.figures.map(figure => {
    const data = {};
    for (const name of Object.keys(figure.data)) data[name] = rowsOf(figure.data[name]);
    return {...figure, tables: figure.data, data};
  });
  const cells = page.cells ? rowsOf(page.cells) : [];

  // ---- elements

  function element(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === undefined || value === null) continue;
      if (name === 'text') made.textContent = value;
      else if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children.filter(Boolean));
    return made;
  }

  /** A value as a person reads it; the title of a cell of a table has all digits. */
  function shown(value) {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value !== 'number') return String(value);
    if (Number.isInteger(value) && Math.abs(value) < 1e7) return (value + 0).toLocaleString('en-US');
    const size = Math.abs(value);
    if (size >= 1e15 || size < 1e-6) return value.toExponential(2);
    if (size >= 1e4) return Number(value.toPrecision(4)).toLocaleString('en-US');
    return String(Number(value.toPrecision(4)));
  }

  function csv(columns, rows) {
    const field = value => {
      const text = value === null || value === undefined ? '' : String(value);
      return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    };
    const lines = [columns.map(column => field(column.name)).join(',')];
    for (const row of rows) lines.push(columns.map(column => field(row[column.name])).join(','));
    return lines.join('\r\n') + '\r\n';
  }

  function download(name, url) {
    const link = element('a', {href: url, download: name});
    document.body.append(link);
    link.click();
    link.remove();
  }

  function downloadCsv(name, columns, rows) {
    const url = URL.createObjectURL(new Blob([csv(columns, rows)], {type: 'text/csv;charset=utf-8'}));
    download(name + '.csv', url);
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  function heading(column) {
    return [column.name, column.unit ? element('span', {class: 'unit', text: ' ' + column.unit}) : null];
  }

  /** The data of a figure as a table, made when it is opened. */
  function dataTable(figure, rows) {
    const most = 200;
    const main = Object.values(figure.tables)[0];
    const body = element('tbody');
    for (const row of rows.slice(0, most)) {
      const line = element('tr');
      for (const column of main.columns) {
        const value = row[column.name];
        line.append(element('td', {class: typeof value === 'number' ? 'num' : null, title: value, text: shown(value)}));
      }
      body.append(line);
    }
    const head = element('tr');
    for (const column of main.columns) head.append(element('th', {scope: 'col', title: column.meaning}, ...heading(column)));
    const scroll = element('div', {class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Data: ' + figure.topic},
      element('table', {}, element('thead', {}, head), body));
    const more = rows.length > most
      ? element('p', {text: 'The first ' + most + ' of ' + rows.length.toLocaleString('en-US') + ' rows. The CSV file has all.'})
      : null;
    return element('div', {}, scroll, more);
  }

  // ---- charts

  function color(index) {
    return (dark.matches ? PALETTE.dark : PALETTE.light)[index % PALETTE.light.length];
  }

  /** The scale of a palette over the values that the figure has. */
  function scale(palette, encoding, figure, rows) {
    const values = [];
    for (const table of Object.values(rows)) {
      for (const row of table) {
        const value = row[encoding.field];
        if (value !== undefined && value !== null && !values.includes(value)) values.push(value);
      }
    }
    if (palette === 'hardware') {
      const domain = page.hardware.filter(name => values.includes(name));
      if (values.includes(OTHER) || values.some(value => !page.hardware.includes(value))) domain.push(OTHER);
      return {domain, range: domain.map(name => (name === OTHER ? color(9) : color(page.hardware.indexOf(name))))};
    }
    const fixed = FIXED[palette];
    if (fixed) {
      const domain = Object.keys(fixed).filter(name => values.includes(name));
      return {domain, range: domain.map(name => color(fixed[name]))};
    }
    return {domain: values, range: values.map((_, i) => color(i))};
  }

  /** A copy of a specification with the scales of its palettes. */
  function withPalettes(part, figure, rows) {
    if (Array.isArray(part)) return part.map(one => withPalettes(one, figure, rows));
    if (part === null || typeof part !== 'object') return part;
    const copy = {};
    for (const [key, value] of Object.entries(part)) {
      copy[key] = key === 'scale' && value.palette ? scale(value.palette, part, figure, rows) : withPalettes(value, figure, rows);
    }
    return copy;
  }

  function style(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function config(width) {
    const ink = style('--ink');
    const faint = style('--faint');
    const ground = style('--ground');
    const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
    const narrow = width < NARROW;
    return {
      background: ground,
      font,
      view: {stroke: style('--line')},
      axis: {
        labelColor: faint, titleColor: ink, titleFontWeight: 500, titleFontSize: 12, labelFontSize: 12, titlePadding: 8, labelPadding: 4,
        gridColor: style('--line'), gridOpacity: 0.55, domainColor: faint, tickColor: faint, labelLimit: narrow ? 150 : width > 900 ? 520 : 330,
        labelOverlap: 'greedy', tickCount: narrow ? 4 : 7
      },
      // A title that is longer than its axis reaches to the left, where labels leave room.
      axisX: narrow ? {titleAnchor: 'end'} : {},
      legend: {
        orient: 'top', direction: 'horizontal', labelColor: ink, titleColor: faint, titleFontWeight: 500, labelFontSize: 12, titleFontSize: 12,
        columns: Math.max(1, Math.floor((width - 70) / 140)), labelLimit: Math.max(140, width - 60), symbolLimit: 20, symbolStrokeWidth: 2, symbolOpacity: 1,
        symbolFillColor: faint, offset: 8, layout: narrow ? {top: {direction: 'vertical', anchor: 'start'}} : {}
      },
      style: {
        corner: {color: faint, fill: faint, fontSize: 11, fontStyle: 'italic'},
        limit: {color: ink, stroke: ink, strokeDash: [5, 4], strokeWidth: 1.2},
        'limit-label': {color: ink, fill: ink, fontSize: 11},
        'in-bar': {color: ground, fill: ground, fontSize: 11},
        // Below a text, so that marks behind it do not cross its letters.
        halo: {color: ground, fill: ground, stroke: ground, strokeWidth: 4, strokeJoin: 'round', fontSize: 11, opacity: 0.85},
        target: {color: ink, stroke: ink, strokeDash: [5, 4], strokeWidth: 1.2},
        frontier: {color: ink, stroke: ink, strokeWidth: 1.4, opacity: 0.75},
        stem: {color: faint, stroke: faint, strokeWidth: 1.2},
        band: {color: faint, fill: faint, opacity: 0.16},
        winner: {color: ink, stroke: ink, strokeWidth: 2.2, opacity: 1}
      }
    };
  }

  /** On a narrow chart, names of several parts stand on two lines, so that none is cut. */
  function inTwoLines(spec) {
    const parts = "split(datum.label, ' · ')";
    for (const part of [spec, ...(spec.layer || [])]) {
      const y = part.encoding && part.encoding.y;
      if (!y || y.type !== 'nominal') continue;
      y.axis = {
        ...y.axis,
        labelExpr: `length(${parts}) > 1 ? [${parts}[0], join(slice(${parts}, 1), ' · ')] : datum.label`,
        labelFontSize: 11
      };
      if (spec.height && spec.height.step) spec.height = {step: Math.max(32, spec.height.step)};
    }
  }

  /** The two linked charts as one, side by side or one below the other. */
  function linked(views, width) {
    const beside = width >= BESIDE;
    const parts = views.map((view, i) => {
      const part = JSON.parse(JSON.stringify(view.spec));
      part.width = beside ? Math.floor((width - GAP) / 2) - 84 : width - 84;
      part.title = {text: view.heading, anchor: 'start', fontSize: 13, fontWeight: 600, color: style('--ink'), offset: 8};
      const points = part.layer.find(layer => layer.name === 'points');
      // Two views with layers of one name would share their scales.
      points.name = 'points' + i;
      points.params = [{name: 'brush' + i, select: {type: 'interval', mark: {fill: style('--mark'), fillOpacity: 0.12, stroke: style('--mark')}}}];
      points.encoding.opacity = {condition: {test: {and: [{param: 'brush0'}, {param: 'brush1'}]}, value: 1}, value: 0.07};
      return part;
    });
    return {[beside ? 'hconcat' : 'vconcat']: parts, spacing: beside ? GAP : 36, resolve: {scale: {color: 'shared', shape: 'independent'}}};
  }

  async function draw(place, figure, rows, width, onView) {
    place.setAttribute('aria-busy', 'true');
    let spec = figure.views ? linked(figure.views, width) : {...JSON.parse(JSON.stringify(figure.spec)), width: 'container'};
    if (figure.axis && spec.encoding.y.title && spec.encoding.y.title.axis) spec.encoding.y.title = figure.axis;
    if (!figure.views && width < NARROW) inTwoLines(spec);
    if (rows.rows && rows.rows.some(row => 'shown' in row)) {
      rows = {...rows, rows: rows.rows.map(row => ({...row, shown: page.hardware.includes(row.shown) ? row.shown : OTHER}))};
    }
    spec = withPalettes(spec, figure, rows);
    spec.datasets = rows;
    if (!figure.views) {
      spec.width = width;
      spec.autosize = {type: 'fit-x', contains: 'padding'};
    }
    const drawn = await vegaEmbed(place, spec, {
      actions: false,
      renderer: 'canvas',
      logLevel: vega.Error,
      config: config(figure.views && width >= BESIDE ? width / 2 : width),
      tooltip: {theme: dark.matches ? 'dark' : 'light'}
    });
    const canvas = place.querySelector('canvas');
    if (canvas) {
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', figure.title + '. ' + figure.text);
    }
    if (onView) onView(drawn.view);
    place.removeAttribute('aria-busy');
    return drawn;
  }

  // ---- sections

  const redraws = [];
  const main = document.getElementById('figures');

  function buttons(figure, current, rows) {
    const image = format => async () => {
      const url = await current().view.toImageURL(format, format === 'png' ? 2 : 1);
      download(figure.name + '.' + format, url);
    };
    const data = element('details', {}, element('summary', {text: 'Data of this figure'}));
    const fill = () => {
      if (data.open) {
        const old = data.querySelector('div');
        if (old) old.remove();
        data.append(dataTable(figure, rows()));
      }
    };
    data.addEventListener('toggle', fill);
    const row = element('div', {class: 'below'},
      data,
      element('button', {type: 'button', class: 'quiet', text: 'CSV', 'aria-label': 'CSV of ' + figure.topic,
        onclick: () => downloadCsv(figure.name, Object.values(figure.tables)[0].columns, rows())}),
      element('button', {type: 'button', class: 'quiet', text: 'SVG', 'aria-label': 'SVG of ' + figure.topic, onclick: image('svg')}),
      element('button', {type: 'button', class: 'quiet', text: 'PNG', 'aria-label': 'PNG of ' + figure.topic, onclick: image('png')}));
    return {row, fill};
  }

  function section(figure) {
    const title = element('h2', {id: figure.name, text: figure.title, tabindex: '-1'});
    const about = element('p', {class: 'about-figure', text: figure.text});
    const chart = element('div', {class: 'chart'});
    const box = element('section', {'aria-labelledby': figure.name, 'data-figure': figure.name}, title, about);
    for (const note of figure.notes) box.append(element('p', {class: 'note', text: note}));
    main.append(box);
    return {box, title, about, chart};
  }

  function selectOf(label, options, onchange) {
    const select = element('select', {onchange: event => onchange(event.target.value)});
    for (const option of options) select.append(element('option', {value: option.value, text: option.text}));
    return {label: element('label', {}, label, select), select};
  }

  /** A section with one chart. A figure with an axis shows one axis at a time. */
  function plain(figure) {
    const parts = section(figure);
    let drawn = null;
    let axis = figure.choice ? figure.choice.first : null;
    const rows = () => (axis === null ? figure.data.rows : figure.data.rows.filter(row => row[figure.choice.column] === axis));
    if (figure.choice) {
      const names = [...new Set(figure.data.rows.map(row => row[figure.choice.column]))];
      const choice = selectOf(figure.choice.label, names.map(name => ({value: name, text: name})), value => {
        axis = value;
        redraw();
        below.fill();
      });
      choice.select.value = axis;
      parts.box.append(element('div', {class: 'controls'}, choice.label));
    }
    parts.box.append(parts.chart);
    const below = buttons(figure, () => drawn, rows);
    parts.box.append(below.row);
    const redraw = async () => {
      drawn = await draw(parts.chart, {...figure, axis}, {...figure.data, rows: rows()}, parts.chart.clientWidth);
    };
    redraws.push(redraw);
    return redraw;
  }

  // ---- the linked charts and the table of cells

  let workload = 0;
  let brush = {};
  const tableChanged = [];

  function isBrushed(step) {
    return Object.entries(brush).every(([field, [least, most]]) => step[field] !== null && step[field] >= least && step[field] <= most);
  }

  /** The two steps of each cell of a workload. */
  function stepsOf(number) {
    const steps = [];
    for (const cell of cells) {
      if (cell.workload !== number) continue;
      const both = {
        ...cell,
        hardware: page.hardware.includes(cell.hardware) ? cell.hardware : OTHER,
        dollars: cell.dollars_per_request === null ? null : 1000 * cell.dollars_per_request,
        speed: cell.output_tokens_per_s_per_user,
        is_winner: page.winners[number] === cell.cell
      };
      steps.push({...both, phase: 'decode', oi: cell.decode_oi_flops_per_byte, cf: cell.cf_bytes_per_request, regime: cell.decode_regime});
      steps.push({...both, phase: 'prefill', oi: cell.prefill_oi_flops_per_byte, cf: cell.prefill_cf_bytes_per_request, regime: cell.prefill_regime});
    }
    return steps;
  }

  const CORNERS = [
    {text: 'capacity and bandwidth', right: false, top: true}, {text: 'capacity', right: true, top: true},
    {text: 'bandwidth', right: false, top: false}, {text: 'compute', right: true, top: false}
  ];

  function explore(figure) {
    const parts = section(figure);
    let drawn = null;
    let steps = [];
    const rows = () => cells.filter(cell => cell.workload === workload);
    const answer = element('p', {class: 'more', 'aria-live': 'polite'});
    const choice = selectOf('Workload', page.workloads.map((text, i) => ({value: String(i), text})), value => {
      workload = Number(value);
      brush = {};
      redraw();
      below.fill();
      for (const changed of tableChanged) changed();
    });
    choice.select.id = 'workload';
    workload = page.first;
    choice.select.value = String(workload);
    const clear = element('button', {type: 'button', text: 'Clear the selection', disabled: true, onclick: () => {
      brush = {};
      redraw();
      for (const changed of tableChanged) changed();
    }});
    const count = element('p', {class: 'more', role: 'status'});
    parts.box.append(element('div', {class: 'controls'}, choice.label, clear), answer, parts.chart, count);
    const below = buttons(figure, () => drawn, rows);
    parts.box.append(below.row);
    const brushed = () => {
      const all = rows().length;
      const some = Object.keys(brush).length > 0;
      clear.disabled = !some;
      count.textContent = some
        ? new Set(steps.filter(isBrushed).map(step => step.cell)).size.toLocaleString('en-US') + ' of ' + all.toLocaleString('en-US')
          + ' cells are selected. The table below lists them.'
        : all.toLocaleString('en-US') + ' cells. Drag over either chart to select cells in both and in the table below.';
    };
    const listen = view => {
      for (const name of ['brush0', 'brush1']) {
        view.addSignalListener(name, () => {
          brush = {...view.signal('brush0'), ...view.signal('brush1')};
          brushed();
          for (const changed of tableChanged) changed();
        });
      }
    };
    const redraw = async () => {
      steps = stepsOf(workload);
      answer.textContent = page.sentences[workload];
      brush = {};
      brushed();
      const of = table => (table || []).filter(row => row.workload === workload);
      drawn = await draw(parts.chart, figure,
        {steps, corners: CORNERS, limits: of(figure.data.limits), targets: of(figure.data.targets)}, parts.chart.clientWidth, listen);
    };
    redraws.push(redraw);
    return redraw;
  }

  /** The table of cells. */
  function cellTable() {
    const place = document.getElementById('cells-table');
    if (!place) return;
    const PAGE = 20;
    const columns = page.cells.columns.filter(column => page.shown.includes(column.name));
    const all = page.cells.columns.filter(column => column.name !== 'workload');
    let sort = {name: page.shown.includes('dollars_per_request') ? 'dollars_per_request' : 'cell', down: false};
    let from = 0;
    let rows = [];
    const search = element('input', {type: 'search', placeholder: 'b200 fp8 …', oninput: () => update(true)});
    const everywhere = element('input', {type: 'checkbox', onchange: () => update(true)});
    const within = element('input', {type: 'checkbox', onchange: () => update(true)});
    const best = element('input', {type: 'checkbox', onchange: () => update(true)});
    const status = element('p', {role: 'status', class: 'more'});
    const head = element('tr');
    const body = element('tbody');
    const previous = element('button', {type: 'button', text: 'Previous', onclick: () => { from -= PAGE; update(false); }});
    const next = element('button', {type: 'button', text: 'Next', onclick: () => { from += PAGE; update(false); }});
    const heads = columns.map(column => {
      const cell = element('th', {scope: 'col', title: column.meaning},
        element('button', {type: 'button', onclick: () => {
          sort = {name: column.name, down: sort.name === column.name && !sort.down};
          update(true);
        }}, ...heading(column)));
      head.append(cell);
      return cell;
    });
    const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const keeps = wanted => cell => {
      if (!everywhere.checked && cell.workload !== workload) return false;
      if (within.checked && !cell.is_within) return false;
      if (best.checked && !cell.is_on_frontier) return false;
      return wanted.every(word => columns.some(column => String(cell[column.name]).toLowerCase().includes(word)));
    };
    function compare(a, b) {
      const x = a[sort.name];
      const y = b[sort.name];
      if (x === null || y === null) return (x === null) - (y === null);
      const order = x < y ? -1 : x > y ? 1 : 0;
      return sort.down ? -order : order;
    }
    function update(fromStart) {
      if (fromStart) from = 0;
      let chosen = null;
      if (Object.keys(brush).length > 0) chosen = new Set(stepsOf(workload).filter(isBrushed).map(step => step.cell));
      rows = cells.filter(keeps(words())).filter(cell => chosen === null || chosen.has(cell.cell)).sort(compare);
      heads.forEach((cell, i) => {
        const is = columns[i].name === sort.name;
        if (is) cell.setAttribute('aria-sort', sort.down ? 'descending' : 'ascending');
        else cell.removeAttribute('aria-sort');
      });
      body.textContent = '';
      for (const cell of rows.slice(from, from + PAGE)) {
        const line = element('tr', {'data-cell': cell.cell});
        for (const column of columns) {
          const value = cell[column.name];
          line.append(element('td', {class: typeof value === 'number' ? 'num' : null, 'data-column': column.name, 'data-value': value, text: shown(value)}));
        }
        body.append(line);
      }
      const end = Math.min(from + PAGE, rows.length);
      status.textContent = rows.length === 0 ? 'No cell is left.'
        : (from + 1).toLocaleString('en-US') + ' to ' + end.toLocaleString('en-US') + ' of ' + rows.length.toLocaleString('en-US') + ' cells';
      previous.disabled = from === 0;
      next.disabled = end >= rows.length;
    }
    place.append(
      element('div', {class: 'controls'},
        element('label', {}, 'Search', search),
        page.workloads.length > 1 ? element('label', {class: 'check'}, everywhere, 'All workloads') : null,
        element('label', {class: 'check'}, within, 'Within the targets'),
        element('label', {class: 'check'}, best, 'On the frontier')),
      status,
      element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Cells'},
        element('table', {id: 'cells'}, element('thead', {}, head), body)),
      element('div', {class: 'controls'}, previous, next,
        element('button', {type: 'button', id: 'cells-csv', text: 'Download CSV', onclick: () => downloadCsv('cells', all, rows)})));
    tableChanged.push(() => update(true));
    update(true);
  }

  // ---- the page

  async function drawAll() {
    for (const redraw of redraws) {
      await redraw();
      // Lets the page scroll and answer between two charts.
      await new Promise(resolve => setTimeout(resolve, 0));
    }
    document.body.dataset.drawn = String(redraws.length);
  }

  /** One figure alone, as an image in an attribute of the page. */
  async function drawOne(name, format) {
    const figure = figures.find(one => one.name === name);
    workload = page.first;
    const place = element('div', {class: 'chart'});
    main.append(place);
    const width = figure.views ? 1240 : 920;
    const of = table => (table || []).filter(row => row.workload === workload);
    const rows = figure.views
      ? {steps: stepsOf(workload), corners: CORNERS, limits: of(figure.data.limits), targets: of(figure.data.targets)}
      : figure.choice
        ? {...figure.data, rows: figure.data.rows.filter(row => row[figure.choice.column] === figure.choice.first)}
        : figure.data;
    const text = figure.views ? page.sentences[workload] : figure.title;
    const named = {...figure, axis: figure.choice ? figure.choice.first : null};
    if (!figure.views) {
      named.spec = {...figure.spec, title: {text, anchor: 'start', fontSize: 16, fontWeight: 600, color: style('--ink'), offset: 12, limit: width}};
    }
    const drawn = await draw(place, named, rows, width);
    document.body.dataset.image = format === 'svg'
      ? 'data:image/svg+xml;base64,' + btoa(unescape(encodeURIComponent(await drawn.view.toSVG())))
      : await drawn.view.toImageURL('png', 2);
  }

  async function start() {
    const only = document.body.dataset.only;
    if (only) {
      await drawOne(only, document.body.dataset.format);
      return;
    }
    const contents = document.getElementById('contents');
    const link = (id, text) => contents.append(element('li', {}, element('a', {href: '#' + id, text})));
    link('answer', 'Answer');
    for (const figure of figures) {
      (figure.views ? explore : plain)(figure);
      link(figure.name, figure.topic);
    }
    if (page.cells) {
      link('table', 'Table');
      cellTable();
    }
    await drawAll();
    let width = window.innerWidth;
    let waiting = 0;
    window.addEventListener('resize', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (window.innerWidth !== width) {
          width = window.innerWidth;
          drawAll();
        }
      }, 200);
    });
    dark.addEventListener('change', drawAll);
  }

  start().catch(error => {
    document.body.dataset.failed = String(error && error.stack || error);
    main.append(element('p', {class: 'note', text: 'A figure cannot be drawn: ' + error}));
  });
})();
