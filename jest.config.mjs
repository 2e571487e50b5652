// For editors and plain `npx jest`; `npm test` runs the two halves by themselves.
export default { projects: ['<rootDir>/jest.server.config.mjs', '<rootDir>/jest.console.config.mjs'] };
