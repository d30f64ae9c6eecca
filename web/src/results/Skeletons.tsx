/** Empty places on the shelf while the first answer is on its way. */

export function Skeletons({ count, shelf = "grid" }: { count: number; shelf?: string }) {
  return (
    <div className={shelf} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is its position
        <div className="card skeleton" key={index}>
          <div className="card-shelf" />
          <div className="card-words">
            <i />
            <i />
          </div>
        </div>
      ))}
    </div>
  );
}
