"""Artifacts: what the compile step of a program made, kept in one of two places.

A child has the place of its own program at /art and sees no other (zygote.py).
"""
import os
import shutil
import stat

ROOT = '/arts/%d'
MAX_FILES = 4096


def clear(place):
    root = ROOT % place
    os.makedirs(root, exist_ok=True)
    for name in os.listdir(root):
        path = root + '/' + name
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def collect(place):
    """(names, texts) of its files. What is no plain file is taken away: a link could lead out."""
    root = ROOT % place
    names, texts = [], []
    for folder, folders, files in os.walk(root):
        for name in files + folders:
            path = folder + '/' + name
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode):
                os.chmod(path, 0o755)
            elif stat.S_ISREG(mode) and len(names) < MAX_FILES:
                os.chmod(path, 0o755)
                with open(path, 'rb') as file:
                    texts.append(file.read())
                names.append(path[len(root) + 1:])
            else:
                os.unlink(path)
    return names, texts


def install(place, names, texts):
    for name, text in zip(names, texts):
        path = ROOT % place + '/' + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(text)
        os.chmod(path, 0o755)
