#!/bin/sh
echo "Hello from api"
