from omnishelf.cli import main

main()
