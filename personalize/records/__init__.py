"""Items and users as Amazon is to know them, kept in step.

marking    what was saved or deleted is to be sent: a row, and no more, in the request
describing what is to be said of a row's item or user now
delivery   the rows that are due, ten a call, by a worker
drift      what no mark has told of: bulk updates send no signals
"""
