interface DrawingProps {
  readonly className?: string;
}

/** The mark: three gables in a row, the middle door painted. */
export function LogoMark({ className }: DrawingProps) {
  return (
    <svg viewBox="0 0 28 24" className={className} aria-hidden="true">
      <path
        d="M1.5 22V9.5L6 5l4.5 4.5V22M17.500 22V9.500L22 5l4.500 4.500V22M9.500 22V7L14 2.500 18.500 7v15M.75 22h26.500"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M12 22v-5.500a2 2 0 0 1 4 0V22z" className="fill-accent" />
      <path
        d="M4.750 12.500h2.500M20.750 12.500h2.500M12.750 10.500h2.500"
        stroke="currentColor"
        strokeWidth="1.750"
        strokeLinecap="round"
      />
    </svg>
  );
}

interface HouseProps {
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly gable: number;
  readonly columns: number;
  readonly lit: readonly number[];
  readonly hasDoor?: boolean;
}

const ground = 250;

/** One house: its windows stand in rows and columns, as values do. */
function House({ x, width, top, gable, columns, lit, hasDoor = true }: HouseProps) {
  const rows = Math.floor((ground - top - 56) / 34);
  const pitch = width / (columns + 0.35);
  const panes = Array.from({ length: rows * columns }, (_, index) => ({
    index,
    left: x + pitch * 0.35 + (index % columns) * pitch,
    y: top + 18 + Math.floor(index / columns) * 34,
  }));
  return (
    <g>
      <path
        d={`M${x} ${ground}V${top}L${x + width / 2} ${top - gable}L${x + width} ${top}V${ground}`}
        className="fill-surface stroke-control"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      {panes.map((pane) => (
        <rect
          key={pane.index}
          x={pane.left}
          y={pane.y}
          width={pitch * 0.65}
          height="20"
          rx="2"
          className={lit.includes(pane.index) ? "fill-accent" : "fill-wash"}
        />
      ))}
      {hasDoor ? (
        <path
          d={`M${x + width - 34} ${ground}v-30a9 9 0 0 1 18 0v30z`}
          className={lit.length > 1 ? "fill-accent" : "fill-control"}
        />
      ) : null}
    </g>
  );
}

/** A street of houses, each a table with its rows of windows. Decorative. */
export function Street({ className }: DrawingProps) {
  return (
    <svg viewBox="0 0 640 262" className={className} aria-hidden="true" preserveAspectRatio="xMidYMax meet">
      <House x={22} width={112} top={118} gable={34} columns={3} lit={[4]} />
      <House x={134} width={96} top={84} gable={30} columns={2} lit={[1]} />
      <House x={230} width={148} top={104} gable={44} columns={4} lit={[0, 5, 6]} />
      <House x={378} width={92} top={66} gable={28} columns={2} lit={[3]} />
      <House x={470} width={130} top={112} gable={38} columns={3} lit={[2]} />
      <path d={`M0 ${ground}H640`} className="stroke-control" strokeWidth="1.5" />
    </svg>
  );
}

/** A plot between two houses, pegged out and waiting. */
export function EmptyLot({ className }: DrawingProps) {
  return (
    <svg viewBox="0 0 160 84" className={className} aria-hidden="true" fill="none" strokeLinejoin="round">
      <path
        d="M10 78V38l20-16 20 16v40M110 78V38l20-16 20 16v40"
        className="fill-sunken stroke-line"
        strokeWidth="1.5"
      />
      <path d="M50 78V28L80 6l30 22v50" className="stroke-control" strokeWidth="1.5" strokeDasharray="4 4" />
      <path d="M73 78V62a7 7 0 0 1 14 0v16z" className="fill-tint stroke-link" strokeWidth="1.5" />
      <path
        d="M22 48h6M32 48h6M22 58h6M32 58h6M122 48h6M132 48h6M122 58h6M132 58h6"
        className="stroke-line"
        strokeWidth="3"
      />
      <path d="M0 78h160" className="stroke-control" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
