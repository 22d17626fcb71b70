import { NavLink } from 'react-router'
import { useSession } from '../session/session.tsx'
import { type Place, placeGroups } from './places.ts'
import { SCREENS } from './screens.ts'

/** The places that are built and that the person may enter. */
export function useGroups() {
  const { can } = useSession()
  const built = new Set(SCREENS.map((screen) => screen.path))
  return placeGroups()
    .map((group) => ({
      ...group,
      places: group.places.filter(({ path, needs }) => built.has(path) && can(needs)),
    }))
    .filter((group) => group.places.length > 0)
}

/** All of them, group by group. */
export function PlaceList() {
  return useGroups().map((group) => (
    <div key={group.label} className="mt-3 first:mt-1">
      <h2 className="px-2.5 pb-1 text-note font-semibold text-soft">{group.label}</h2>
      <ul>
        {group.places.map((place) => (
          <li key={place.path}>
            <PlaceLink place={place} />
          </li>
        ))}
      </ul>
    </div>
  ))
}

function PlaceLink({ place: { path, label, Icon } }: { readonly place: Place }) {
  return (
    <NavLink
      to={path}
      className="flex h-11 items-center gap-3 rounded-control px-2.5 font-medium text-ink hover:bg-sunken aria-[current=page]:bg-accent-tint aria-[current=page]:text-accent md:h-9"
    >
      <Icon size={18} aria-hidden="true" />
      {label}
    </NavLink>
  )
}
