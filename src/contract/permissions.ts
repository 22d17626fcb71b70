/** Everything that can be allowed; a route names exactly one, or says that it is public. */
export const PERMISSIONS = [
  'catalog.read',
  'catalog.write',
  'branches.write',
  'stock.read',
  'stock.sell',
  'stock.cancel',
  'stock.open_box',
  'stock.loss',
  'stock.adjust',
  'stock.count',
  'stock.purchase',
  'stock.transfer',
  'stock.resolve',
  'ledger.verify',
  'people.manage',
  'keys.manage',
  'audit.read',
  'settings.write',
  'sync.read',
  'sync.write',
  'orders.read',
  'orders.write',
  'self',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** What a person is in the company. */
export const ROLES = ['owner', 'manager', 'cashier', 'counter', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const viewer = ['self', 'catalog.read', 'stock.read'] as const satisfies readonly Permission[]

/** What each role may do. Deny is the default: what is not here is refused. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  manager: new Set(
    PERMISSIONS.filter(
      (name) => name !== 'people.manage' && name !== 'keys.manage' && name !== 'settings.write',
    ),
  ),
  cashier: new Set<Permission>([...viewer, 'stock.sell', 'stock.open_box', 'stock.loss']),
  counter: new Set<Permission>([...viewer, 'stock.count', 'stock.open_box', 'stock.loss']),
  viewer: new Set<Permission>(viewer),
}
