import assert from 'node:assert/strict'
import { test } from 'node:test'
import { severities } from '../../domain/log.ts'
import { emptyHeader } from './header.ts'
import { headerSplitter } from './split-header.ts'
import { stampReader } from './time.ts'

const split = headerSplitter(stampReader(new Date('2026-11-23T12:00:00Z')))

const parts = (line: string) => {
  const header = emptyHeader()
  // Bytes of other lines stand on both sides, as they do in a log.
  const bytes = Buffer.from(`2020-01-01 ERROR before: \n${line}\n2021-01-01 FATAL after`)
  const start = bytes.indexOf(10) + 1
  const end = bytes.indexOf(10, start)
  split(bytes, start, end, header)
  return {
    message: bytes.subarray(header.messageStart, end).toString(),
    at: Number.isNaN(header.at) ? null : new Date(header.at).toISOString(),
    severity: header.rank < 0 ? null : severities[header.rank]!,
    component: bytes.subarray(header.componentStart, header.componentEnd).toString(),
    format: header.format,
  }
}

const check = (line: string, message: string, { at, severity, component }: { at?: string | null; severity?: string | null; component?: string } = {}) => {
  const found = parts(line)
  assert.equal(found.message, message, line)
  if (at !== undefined) assert.equal(found.at, at, line)
  if (severity !== undefined) assert.equal(found.severity, severity, line)
  if (component !== undefined) assert.equal(found.component, component, line)
}

test('syslog, with and without a priority, tells host and program from the message', () => {
  check('Dec 10 06:55:46 web-1 sshd[24200]: Invalid user bob', 'Invalid user bob', { at: '2025-12-10T06:55:46.000Z', component: 'sshd', severity: null })
  check('Jun  4 15:16:01 combo su(pam_unix)[1]: session opened for user news', 'session opened for user news', {
    at: '2026-06-04T15:16:01.000Z',
    component: 'su(pam_unix)',
  })
  check('<11>Oct 11 22:14:15 host su: no such user', 'no such user', { severity: 'error', component: 'su' })
  check('<34>1 2003-10-11T22:14:15.003Z host su - ID47 [a@1 b="c d"] no luck', 'no luck', {
    at: '2003-10-11T22:14:15.003Z',
    severity: 'critical',
    component: 'su',
  })
  check('2024-01-02T03:04:05+01:00 web-1 cron[9]: job began', 'job began', { at: '2024-01-02T02:04:05.000Z', component: 'cron' })
  check('- 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond(pam_unix)[2915]: session closed', 'session closed', { component: 'crond(pam_unix)' })
  check('Jul  1 09:00:55 some-mac-10-1 kernel[0]: AirPort: Link Down on en0.', 'AirPort: Link Down on en0.', { component: 'kernel' })
})

test('loggers of Java, Python, Go and their like tell level, thread and logger from the message', () => {
  check('2015-10-18 18:01:47,978 INFO [main] org.a.b.Master: Created one', 'Created one', {
    at: '2015-10-18T18:01:47.978Z',
    severity: 'info',
    component: 'org.a.b.Master',
  })
  check('2015-07-29 19:04:12,394 - WARN  [/10.1.3.1:38:Manager$Listener@493] - Broken', 'Broken', { severity: 'warning' })
  check('081109 203615 148 INFO dfs.DataNode$Responder: one ended', 'one ended', { at: '2008-11-09T20:36:15.000Z' })
  check('17/06/09 20:10:40 INFO executor.Backend: Registered', 'Registered', { at: '2017-06-09T20:10:40.000Z', component: 'executor.Backend' })
  check('2024-01-02 03:04:05,123 - my.module - ERROR - it broke', 'it broke', { severity: 'error' })
  check('2024-01-02 03:04:05,123 root INFO hello', 'hello', { severity: 'info' })
  check('2024-01-02 03:04:05.123  INFO 12345 --- [     main] com.example.App     : Started', 'Started', { component: 'com.example.App' })
  check('I0102 15:04:05.678901   12345 controller.go:123] Starting', 'Starting', { at: '2026-01-02T15:04:05.678Z', severity: 'info' })
  check('1 2017-05-16 00:00:04.500 2931 INFO nova.compute.manager [req-3ea - - -] VM Started', 'VM Started', { component: 'nova.compute.manager' })
  check('[2024-01-02 03:04:05 +0100] [7] [INFO] Booting worker', 'Booting worker', { at: '2024-01-02T02:04:05.000Z' })
  check('[2024-01-02T03:04:05,678][WARN ][o.e.c.Monitor] [node-1] disk is full', 'disk is full', { severity: 'warning' })
})

test('java.util.logging tells its time in twelve hours', () => {
  const message = 'com.example.App main'
  check('Jan 02, 2024 3:04:05 PM com.example.App main', message, { at: '2024-01-02T15:04:05.000Z', severity: null })
  check('Jan 2, 2024, 12:04:05 AM com.example.App main', message, { at: '2024-01-02T00:04:05.000Z' })
  check('Jan 02, 2024 12:04:05\u202fPM com.example.App main', message, { at: '2024-01-02T12:04:05.000Z' })
  check('Jan 02, 2024 15:04:05 com.example.App main', message, { at: '2024-01-02T15:04:05.000Z' })
  check('Jan 02, 2024 33:04:05 PM com.example.App main', 'Jan 02, 2024 33:04:05 PM com.example.App main', { at: null })
  check('INFO: Started', 'Started', { severity: 'info' })
})

test('headers of phones, desktops and machines of their own kind end where the message begins', () => {
  check('03-17 16:13:38.811  1702  2395 D WindowManager: opening app', 'opening app', { severity: 'debug', component: 'WindowManager' })
  check('2016-09-28 04:30:30, Info                  CBS    Loaded stack', 'CBS    Loaded stack', { severity: 'info' })
  check('20171223-22:15:29:606|Step_LSC|30002312|onStep 3579', 'onStep 3579', { at: '2017-12-23T22:15:29.606Z', component: 'Step_LSC' })
  check('[10.30 16:49:06] chrome.exe - proxy:5070 open', 'proxy:5070 open', { at: '2026-10-30T16:49:06.000Z', component: 'chrome.exe' })
  check('[10.30 16:49:06] chrome.exe *64 - proxy:5070 close', 'proxy:5070 close')
  check('134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State Change', '1 Component State Change', { at: '2004-02-26T14:12:22.000Z' })
  check('- 1117838570 2005.06.03 R02-M1 2005-06-03-15.42.50.675872 R02-M1 RAS KERNEL INFO cache error corrected', 'cache error corrected', { severity: 'info' })
})

test('web servers, databases and key=value loggers', () => {
  check('[Sun Dec 04 04:47:44 2005] [notice] ready', 'ready', { at: '2005-12-04T04:47:44.000Z', severity: 'notice' })
  check('[Sun Dec 04 04:47:44 2005] [error] [client 10.0.0.7] forbidden', '[client 10.0.0.7] forbidden', { severity: 'error' })
  check('1.2.3.4 - bob [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 502 23', '"GET /a HTTP/1.0" 502 23', {
    at: '2000-10-10T20:55:36.000Z',
    severity: 'error',
  })
  check('2024/01/02 03:04:05 [error] 12#12: *5 open() failed', '*5 open() failed', { severity: 'error' })
  check('2024-01-02 03:04:05.123 UTC [1234] LOG:  ready', 'ready', { severity: 'info' })
  check('level=warn ts=2024-01-02T03:04:05Z msg="low" n=5', 'msg="low" n=5', { at: '2024-01-02T03:04:05.000Z', severity: 'warning' })
})

test('words of a message are not taken for a header', () => {
  for (const line of ['something plain without header: yes', 'Request 5 failed with ERROR code', '', ' ', '[', '<', '<999>x', '::'])
    check(line, line.trim(), { at: null, severity: null })
  check('2024-01-02 03:04:05 Request failed with ERROR code 5', 'Request failed with ERROR code 5', { severity: null })
  check('2024-01-02T03:04:05.000Z 5 connections closed', '5 connections closed')
  check('2024-01-02T03:04:05Z Listening on: port 5', 'Listening on: port 5')
  check('2015-07-29 19:04:12,394 - INFO  [a:b@1] - FOLLOWING - ELECTION TOOK - 49', 'FOLLOWING - ELECTION TOOK - 49')
})

test('days that do not exist tell no time, and a stamp that is cut off is none', () => {
  assert.equal(parts('2024-02-30 03:04:05 INFO up').at, null)
  assert.equal(parts('2024-13-01 03:04:05 INFO up').at, null)
  assert.equal(parts('2024-01-02 03:04').at, null)
  assert.equal(parts('Feb 29 03:04:05 host a[1]: leap').at, '2024-02-29T03:04:05.000Z')
  assert.equal(parts('Nov 25 00:00:00 host a[1]: before this year').at, '2025-11-25T00:00:00.000Z')
  assert.equal(parts('2024-01-02T03:04:05-0330 x').at, '2024-01-02T06:34:05.000Z')
})
