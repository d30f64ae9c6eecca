import os

# numpy's BLAS would start a thread a core for products of a few thousand numbers and lose more time waiting for them than the
# product takes, the more so on a busy machine. It reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from omnishelf.cli import main

if __name__ == "__main__":
    main()
