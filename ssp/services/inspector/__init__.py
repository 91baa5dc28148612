"""The inspector: what runs in a process of its own, reads one file somebody sent, and hands a harmless one back.

Nothing else imports these modules: they load libraries that parse what strangers wrote, and end with the file.
"""
