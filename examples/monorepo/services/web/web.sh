#!/bin/sh
echo "Hello from web"
