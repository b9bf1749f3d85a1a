// `mishap bench` makes the same load; what makes it is built with the command line.
export * from '../../apps/reference/dist/load.js'
