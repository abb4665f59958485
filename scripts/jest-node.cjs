const vm = require('node:vm')
const { TestEnvironment } = require('jest-environment-node')

/**
 * The environment of Jest with a context of its own global object (Node 20.18): the default looks up every global, such as
 * Array or Math, through a proxy, which makes loops several times slower than they are in the program.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm
    const ordinary = vm.constants?.DONT_CONTEXTIFY
    if (ordinary !== undefined) vm.createContext = () => createContext(ordinary)
    try {
      super(config, context)
    } finally {
      vm.createContext = createContext
    }
  }
}
