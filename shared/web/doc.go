// Package web is the face of Yingbin over HTTP: one route table, strict
// decoding into the domain's command structs, JSON or HTML by negotiation,
// problem details, sessions, and the description of all of it (openapi.json).
//
// Handlers take a command and give a view or an error; they hold no rule of
// the domain. Everything a route needs to be served, described, tested for
// access and put into a function stands in its entry of the route table.
package web
