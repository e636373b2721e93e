import { UserAgent } from 'sip.js'
import { describe, expect, it } from 'vitest'
import {
  answerIn,
  asWritten,
  contactIn,
  withContact,
  withPlainType,
  withSipTarget,
} from './wire.ts'

const message = (lines: readonly string[], body = ''): string => [...lines, '', body].join('\r\n')

describe('withPlainType', () => {
  it.each([
    ['Content-Type: Application/SDP', 'Content-Type: application/sdp'],
    ['content-type:application/sdp;charset=utf-8', 'content-type: application/sdp'],
    ['c : application/SDP ; charset="a;b"', 'c: application/sdp'],
    ['Content-Type: application/sdpfrag', 'Content-Type: application/sdpfrag'],
    ['Content-Type: application/dtmf-relay', 'Content-Type: application/dtmf-relay'],
    ['Subject: Content-Type: Application/SDP', 'Subject: Content-Type: Application/SDP'],
  ])('%s', (line, plain) => {
    const [before, after] = ['SIP/2.0 200 OK', 'Content-Length: 29']
    const body = 'Content-Type: Application/SDP'
    expect(withPlainType(message([before, line, after], body))).toBe(
      message([before, plain, after], body),
    )
  })
})

describe('withContact', () => {
  const lines = ['To: <sip:5000@a>;tag=there', 'CSeq: 1 INVITE', 'Content-Length: 0']
  const given = (status: string, ...more: readonly string[]) =>
    message([`SIP/2.0 ${status}`, ...more, ...lines])

  it.each(['180 Ringing', '182 Queued', '183 Session Progress'])('adds it to %s', (status) => {
    expect(withContact(given(status), 'sip:5000@a')).toBe(given(status, 'Contact: <sip:5000@a>'))
  })

  it.each([
    ['an answer that has one', given('180 Ringing', 'Contact: <sip:b@c>')],
    ['its short form', given('180 Ringing', 'm: <sip:b@c>')],
    ["the server's 100", given('100 Trying')],
    ['a final answer', given('486 Busy Here')],
    ['an answer to something else', given('180 Ringing').replace('INVITE', 'INFO')],
  ])('leaves %s alone', (_name, text) => {
    expect(withContact(text, 'sip:5000@a')).toBe(text)
  })
})

describe('withSipTarget', () => {
  const asked = (line: string) => message(['REFER sip:a@b SIP/2.0', line, 'CSeq: 1 REFER'])

  it.each([
    ['Refer-To: <tel:+4989550142>', 'Refer-To: <sip:unknown.invalid>'],
    ['r:tel:+4989550142', 'r: <sip:unknown.invalid>'],
    ['Refer-To: <https://a.example/>', 'Refer-To: <sip:unknown.invalid>'],
    ['Refer-To: "T" <sip:5001@a?Replaces=b>', 'Refer-To: "T" <sip:5001@a?Replaces=b>'],
    ['Refer-To: sips:5001@a', 'Refer-To: sips:5001@a'],
  ])('%s', (line, read) => {
    expect(withSipTarget(asked(line))).toBe(asked(read))
  })
})

describe('answerIn', () => {
  const lines = ['CSeq: 1 INVITE', 'Content-Type: application/sdp']

  it('reads what a final answer describes, and nothing else', () => {
    expect(answerIn(message(['SIP/2.0 200 OK', ...lines], 'v=0'))).toBe('v=0')
    expect(answerIn(message(['SIP/2.0 200 OK', ...lines]))).toBeUndefined()
    expect(answerIn(message(['SIP/2.0 183 Progress', ...lines], 'v=0'))).toBeUndefined()
    expect(
      answerIn(message(['SIP/2.0 200 OK', 'CSeq: 2 INFO', lines[1] ?? ''], 'v=0')),
    ).toBeUndefined()
    expect(answerIn(message(['INVITE sip:a@b SIP/2.0', ...lines], 'v=0'))).toBeUndefined()
  })
})

describe('contactIn', () => {
  const trunk = 'sip:+4930555014;tgrp=t1;trunk-context=example.com@192.0.2.1'
  const answer = (status: string, ...lines: readonly string[]) =>
    message([`SIP/2.0 ${status}`, 'To: <sip:5000@a>;tag=there', ...lines])

  it.each([
    ['an answer', answer('200 OK', 'CSeq: 1 INVITE', `Contact: "T" <${trunk}>;q=1`), trunk],
    ['its short form', answer('200 OK', 'CSeq: 1 INVITE', `m: <${trunk}>`), trunk],
    [
      'a question of the other side',
      message(['INVITE sip:a@b SIP/2.0', 'From: <sip:5000@a>;tag=there', 'CSeq: 7 INVITE', `Contact: <${trunk}>`]), // prettier-ignore
      trunk,
    ],
    ['a refusal', answer('488 No', 'CSeq: 2 INVITE', `Contact: <${trunk}>`), undefined],
    [
      'an answer to something else',
      answer('200 OK', 'CSeq: 2 INFO', `Contact: <${trunk}>`),
      undefined,
    ],
    ['none', answer('200 OK', 'CSeq: 1 INVITE'), undefined],
  ])('%s', (_name, text, contact) => {
    expect(contactIn(text, 'there')).toBe(contact)
    expect(contactIn(text, 'elsewhere')).toBeUndefined()
    expect(contactIn(text, '')).toBeUndefined()
  })

  it('is written as it came, however often it is copied', () => {
    const uri = UserAgent.makeURI(trunk)
    if (uri === undefined) throw new Error('it cannot be read')
    expect(uri.toRaw()).not.toBe(trunk)
    const copy = asWritten(uri, trunk).clone().clone()
    expect([copy.toRaw(), copy.toString()]).toEqual([trunk, trunk])
    expect(copy.host).toBe('192.0.2.1')
  })
})
