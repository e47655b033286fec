nothing "of" "ours" {
}
