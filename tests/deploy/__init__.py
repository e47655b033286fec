"""Applies what tfgen renders, on moto's emulation of AWS, and lets events flow through the real handlers.

`emulator` starts moto · `excused` lists all that moto can't do or answers differently, and nothing else is
excused · `environments` renders, applies, changes and destroys · `handlers` runs the Node.js handlers as
Lambda, API Gateway and the event source mappings would.
"""
