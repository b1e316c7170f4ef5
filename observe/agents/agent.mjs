// Runs jobs with a library of Node: `agent.mjs LIBRARY` reads a job a line as JSON, and writes a reply a line.
// Libraries are found from OBSERVE_NODE, the folder that npm installed them into.
import http from 'node:http'
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const folder = pathToFileURL((process.env.OBSERVE_NODE || '.') + '/')
const require = createRequire(folder)

async function load (name) {
  try { return await import(require.resolve(name)) } catch { /* it has no CommonJS entry */ }
  const package_ = await import('node:fs').then(fs => JSON.parse(fs.readFileSync(new URL(`node_modules/${name}/package.json`, folder))))
  let entry = package_.exports?.['.'] ?? package_.exports ?? package_.main
  while (entry && typeof entry !== 'string') entry = entry.import ?? entry.default
  return import(new URL(`node_modules/${name}/${entry}`, folder))
}

const body = job => job.content ?? undefined

function byHttp (job) {
  return new Promise((resolve, reject) => {
    const request = http.request(job.url, { method: job.method, headers: job.headers }, response => {
      let content = ''
      response.on('data', data => { content += data })
      response.on('end', () => resolve({ status: response.statusCode, content }))
      response.on('error', reject)
      response.on('aborted', () => reject(new Error('aborted')))
    })
    request.on('error', reject)
    request.on('upgrade', (response, socket, head) => {
      socket.destroy()
      resolve({ status: response.statusCode, content: '' })
    })
    request.end(body(job))
  })
}

const byFetch = fetch => async job => {
  const response = await fetch(job.url, { method: job.method, headers: job.headers, body: body(job) })
  return { status: response.status, content: await response.text() }
}

const byAxios = retry => async job => {
  const axios = (await load('axios')).default.create()
  const retries = retry && (await load('axios-retry')).default
  if (retries) (retries.default ?? retries)(axios, job.setting === 'retry' ? { retries: 2 } : {})
  const response = await axios({ url: job.url, method: job.method, headers: job.headers, data: body(job), responseType: 'text' })
  return { status: response.status, content: String(response.data) }
}

const LIBRARIES = {
  http: async () => byHttp,
  fetch: async () => byFetch(globalThis.fetch),
  axios: async () => byAxios(false),
  'axios-retry': async () => byAxios(true),
  'node-fetch': async () => byFetch((await load('node-fetch')).default),
  undici: async () => {
    const { request, Agent, interceptors, RetryAgent } = await load('undici')
    return async job => {
      let dispatcher = new Agent()
      if (job.setting === 'follow') dispatcher = dispatcher.compose(interceptors.redirect({ maxRedirections: 5 }))
      if (job.setting === 'retry') dispatcher = new RetryAgent(dispatcher, { maxRetries: 2 })
      const response = await request(job.url, { method: job.method, headers: job.headers, body: body(job), dispatcher })
      return { status: response.statusCode, content: await response.body.text() }
    }
  },
  got: async () => {
    const got = (await load('got')).default
    return async job => {
      const response = await got(job.url, { method: job.method, headers: job.headers, body: body(job) })
      return { status: response.statusCode, content: response.body }
    }
  },
  ky: async () => {
    const ky = (await load('ky')).default
    return async job => {
      const response = await ky(job.url, { method: job.method, headers: job.headers, body: body(job) })
      return { status: response.status, content: await response.text() }
    }
  },
  superagent: async () => {
    const superagent = (await load('superagent')).default
    return async job => {
      const request = superagent(job.method, job.url).set(job.headers)
      if (job.setting === 'retry') request.retry(2)
      const response = await (body(job) ? request.type('text/plain').send(body(job)) : request)
      return { status: response.status, content: response.text }
    }
  },
  needle: async () => {
    const needle = (await load('needle')).default
    return async job => {
      const options = { headers: job.headers, follow_max: job.setting === 'follow' ? 5 : 0 }
      const response = await needle(job.method.toLowerCase(), job.url, body(job) ?? null, options)
      return { status: response.statusCode, content: String(response.body) }
    }
  }
}

const STATUS_ERRORS = new Set(['HTTPError'])

function failed (error) {
  const status = error.response?.status ?? error.response?.statusCode ?? error.status ?? null
  const byStatus = STATUS_ERRORS.has(error.name) || error.code === 'ERR_BAD_REQUEST' || error.code === 'ERR_BAD_RESPONSE' ||
    (status !== null && !error.code)
  return { by_status: byStatus, status, error: String(error.cause?.code ?? error.code ?? error.name) }
}

const library = process.argv[2]
if (process.argv[3] === '--version') {
  const own = library === 'http' || library === 'fetch'
  const fs = await import('node:fs')
  console.log(own ? process.versions.node : JSON.parse(fs.readFileSync(new URL(`node_modules/${library}/package.json`, folder))).version)
  process.exit(0)
}
process.on('uncaughtException', error => console.error(error.message))
const ask = await LIBRARIES[library]()
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line)
  let reply
  try {
    const { status, content } = await ask(job)
    reply = { status, content: (content ?? '').slice(0, 40) }
  } catch (error) { reply = failed(error) }
  console.log(JSON.stringify(reply))
}
process.exit(0)
