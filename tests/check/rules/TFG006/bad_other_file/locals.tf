locals {
  fifo = "certainly"
}
