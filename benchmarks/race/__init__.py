"""The race: the same products and questions for Omnishelf and for what a shop could use instead; see docs/race.md.

goods.py        the sample shop's catalogue, widened by its own generator
vectors.py      one vector a product and a question, made once for all contestants
questions.py    what is asked, and how good an answer is, by rule; making.py makes all three, once a size
port.py         what a contestant is; contestants/ holds one a file
child.py        a contestant in a process of its own; field.py is the other end
heats.py        rounds in turn, then each alone under several clients
telling.py      the tables; publishing.py puts them where they are read
"""
