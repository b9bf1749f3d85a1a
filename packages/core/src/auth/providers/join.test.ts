import { describe, expect, it } from '@jest/globals'
import type { Role } from '../../ports/model.js'
import { roleFor } from './join.js'

const groupRoles = { staff: 'member', leads: 'manager', chiefs: 'owner' } as const
const byGroup = { role: null, groupRoles }
const all = { role: 'admin', groupRoles } as const
const byHand = { role: 'admin', groupRoles: {} } as const

describe('the role that groups give', () => {
  it.each<[string, Parameters<typeof roleFor>[0], readonly string[] | null, Role | null, Role | null]>([
    ['the highest counts', byGroup, ['staff', 'chiefs', 'leads'], null, 'owner'],
    ['it goes down as well as up', byGroup, ['staff'], 'owner', 'member'],
    ['who has none stays out', byGroup, ['guests'], null, null],
    ['a member who has lost all becomes the least', byGroup, [], 'manager', 'member'],
    ['who has none gets what everybody gets', all, ['guests'], null, 'admin'],
    ['groups go before what everybody gets', all, ['staff'], 'admin', 'member'],
    ['a provider that says nothing changes nothing', byGroup, null, 'manager', 'manager'],
    ['a provider that says nothing lets in as everybody', all, null, null, 'admin'],
    ['without groups everybody joins alike', byHand, null, null, 'admin'],
    ['without groups roles are given by hand', byHand, ['chiefs'], 'member', 'member'],
    ['names of what every object has are no groups', byGroup, ['constructor', '__proto__'], null, null],
  ])('%s', (_, joining, groups, present, expected) => {
    expect(roleFor(joining, groups, present)).toBe(expected)
  })
})
