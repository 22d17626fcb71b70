import {
  ArrowLeftRight,
  Boxes,
  ChartNoAxesColumn,
  ClipboardCheck,
  FileClock,
  Globe,
  History,
  KeyRound,
  Link2,
  type LucideIcon,
  Package,
  PackageSearch,
  Plug,
  Receipt,
  RefreshCw,
  ScanBarcode,
  Settings,
  ShoppingBag,
  Smartphone,
  Store,
  TriangleAlert,
  Truck,
  Users,
  Warehouse,
  Waypoints,
} from 'lucide-react'
import type { Permission } from '../../contract/permissions.ts'
import { m } from '../messages/messages.ts'

/** A place that one goes to, and what it takes to be allowed in. */
export type Place = {
  readonly path: string
  readonly label: string
  readonly Icon: LucideIcon
  readonly needs: Permission
}

const place = (path: string, label: string, Icon: LucideIcon, needs: Permission): Place => ({
  path,
  label,
  Icon,
  needs,
})

/** All places, grouped as the rail shows them. */
export function placeGroups(): readonly { readonly label: string; readonly places: readonly Place[] }[] {
  const { nav } = m
  return [
    {
      label: nav.groups.operations,
      places: [
        place('/painel', nav.painel, ChartNoAxesColumn, 'stock.read'),
        place('/vender', nav.vender, ScanBarcode, 'stock.sell'),
        place('/estoque', nav.estoque, Boxes, 'stock.read'),
        place('/contar', nav.contar, ClipboardCheck, 'stock.count'),
        place('/movimentacoes', nav.movimentacoes, History, 'stock.read'),
        place('/vendas', nav.vendas, Receipt, 'stock.read'),
        place('/pedidos', nav.pedidos, ShoppingBag, 'orders.read'),
      ],
    },
    {
      label: nav.groups.management,
      places: [
        place('/produtos', nav.produtos, Package, 'catalog.read'),
        place('/compras', nav.compras, Truck, 'stock.read'),
        place('/transferencias', nav.transferencias, ArrowLeftRight, 'stock.transfer'),
        place('/divergencias', nav.divergencias, TriangleAlert, 'stock.read'),
        place('/neste-aparelho', nav.guardadas, Smartphone, 'self'),
      ],
    },
    {
      label: nav.groups.synchronisation,
      places: [
        place('/sincronizacao', nav.sincronizacao, RefreshCw, 'sync.read'),
        place('/estoques-unificados', nav.estoquesUnificados, Waypoints, 'sync.read'),
        place('/contas-bling', nav.contasBling, Plug, 'sync.read'),
        place('/sites', nav.sites, Globe, 'sync.read'),
        place('/depositos', nav.depositos, Warehouse, 'sync.read'),
        place('/vinculos', nav.vinculos, Link2, 'sync.read'),
        place('/produtos-dos-sites', nav.produtosDosSites, PackageSearch, 'sync.read'),
      ],
    },
    {
      label: nav.groups.administration,
      places: [
        place('/filiais', nav.filiais, Store, 'branches.write'),
        place('/usuarios', nav.usuarios, Users, 'people.manage'),
        place('/chaves', nav.chaves, KeyRound, 'keys.manage'),
        place('/auditoria', nav.auditoria, FileClock, 'audit.read'),
        place('/configuracoes', nav.configuracoes, Settings, 'self'),
      ],
    },
  ]
}

/** The places of the phone's bottom bar in the order of their worth: the first four that a person may enter, the fifth being everything else. */
export const BAR_PATHS: readonly string[] = ['/vender', '/estoque', '/contar', '/sincronizacao', '/painel']
